import type { RecipientKind } from "../../gql/graphql.ts";
import type { CsvTable } from "../../csv/readTable.ts";

/** Where the parts of a message come from: a column by its index, or one value for all. */
export type Source = { column: number } | { value: string };

export interface Mapping {
  kind: RecipientKind;
  recipient: number | null;
  variables: Readonly<Record<string, Source>>;
}

export type RowProblem =
  | { code: "recipientMissing" }
  | { code: "recipientWrong"; value: string }
  | { code: "recipientTwice"; line: number }
  | { code: "valueMissing"; value: string }
  | { code: "valueTooLong"; value: string };

export interface MappedRow {
  line: number;
  recipient: string;
  variables: readonly { name: string; value: string }[];
}

export interface Mapped {
  good: readonly MappedRow[];
  bad: readonly { line: number; recipient: string; problem: RowProblem }[];
}

/** The server's limit for a value. */
const valueMax = 2_000;

/** The rows as messages, and what is wrong with the others. A recipient that comes twice is written to once. */
export function mapRows(
  table: CsvTable,
  mapping: Mapping,
  isRecipient: (kind: RecipientKind, id: string) => boolean,
): Mapped {
  const good: MappedRow[] = [];
  const bad: { line: number; recipient: string; problem: RowProblem }[] = [];
  const lineOf = new Map<string, number>();
  const variables = Object.entries(mapping.variables);
  for (const { line, values } of table.rows) {
    const recipient = mapping.recipient === null ? "" : (values[mapping.recipient] ?? "");
    const filled = variables.map(([name, source]) => ({
      name,
      value: "value" in source ? source.value : (values[source.column] ?? ""),
    }));
    // WeCom takes ids in whatever case for the same member.
    const before = lineOf.get(recipient.toLowerCase());
    const missing = filled.find(({ value }) => value === "");
    const long = filled.find(({ value }) => value.length > valueMax);
    const problem: RowProblem | null =
      recipient === ""
        ? { code: "recipientMissing" }
        : !isRecipient(mapping.kind, recipient)
          ? { code: "recipientWrong", value: recipient }
          : before !== undefined
            ? { code: "recipientTwice", line: before }
            : missing
              ? { code: "valueMissing", value: missing.name }
              : long
                ? { code: "valueTooLong", value: long.name }
                : null;
    if (problem) bad.push({ line, recipient, problem });
    else {
      lineOf.set(recipient.toLowerCase(), line);
      good.push({ line, recipient, variables: filled });
    }
  }
  return { good, bad };
}

const recipientNames =
  /^(?:user_?id|userid|member|recipient|account|成员|账号|帐号|用户|接收人|收件人|员工|部门|标签)/i;

/** A guess at what the columns mean: by their names, and by what stands in them. */
export function guessMapping(
  table: CsvTable,
  kind: RecipientKind,
  variables: readonly string[],
  isRecipient: (kind: RecipientKind, id: string) => boolean,
): Mapping {
  const { columns, rows } = table;
  const named = columns.findIndex((name) => recipientNames.test(name));
  const fits = columns.findIndex((_, index) =>
    rows.slice(0, 20).every(({ values }) => isRecipient(kind, values[index] ?? "")),
  );
  const recipient = named >= 0 ? named : fits >= 0 ? fits : null;
  const free = columns.map((_, index) => index).filter((index) => index !== recipient);
  const sources = variables.map((name, nth): [string, Source] => {
    const same = columns.findIndex((column) => column.toLowerCase() === name.toLowerCase());
    const column = same >= 0 ? same : free[nth];
    return [name, column === undefined ? { value: "" } : { column }];
  });
  return { kind, recipient, variables: Object.fromEntries(sources) };
}
