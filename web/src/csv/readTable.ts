import Papa from "papaparse";

export const encodings = ["utf-8", "gb18030", "utf-16le"] as const;
export type Encoding = (typeof encodings)[number];

/** A file of values as it was read: every line with its number in the file, empty lines left out. */
export interface CsvTable {
  /** Null of a workbook, which has none to choose. */
  encoding: Encoding | null;
  columns: readonly string[];
  rows: readonly CsvRow[];
  /** There were more rows than one file may have; these were not read. */
  tooMany: boolean;
}

export interface CsvRow {
  /** As an editor counts it, from 1; of a value with line breaks the first of its lines. */
  line: number;
  values: readonly string[];
}

/** More than a page should hold at once, or a person look through. */
export const rowsMax = 10_000;

/**
 * Chinese Excel saves CSV in GBK or, as "Unicode text", in UTF-16 with tabs; everybody else in UTF-8, with a byte
 * order mark or without. Bytes that are no UTF-8 are taken for GB18030, which contains GBK.
 */
export function encodingOf(bytes: Uint8Array): Encoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return "utf-8";
  } catch {
    return "gb18030";
  }
}

export function readTable(
  bytes: Uint8Array,
  { encoding, header }: { encoding?: Encoding; header: boolean },
): CsvTable {
  const used = encoding ?? encodingOf(bytes);
  const text = new TextDecoder(used).decode(bytes);
  const lines: CsvRow[] = [];
  let read = 0;
  let line = 1;
  Papa.parse<string[]>(text, {
    delimiter: delimiterOf(text),
    step: ({ data, meta }, parser) => {
      const at = line;
      const end = meta.cursor;
      line += breaksIn(text.slice(read, end));
      read = end;
      const values = data.map((value) => value.trim());
      if (values.every((value) => value === "")) return;
      // The header, the rows a file may have, and one that tells that there are more.
      if (lines.length > rowsMax + (header ? 1 : 0)) return parser.abort();
      lines.push({ line: at, values });
    },
  });
  return tableOf(lines, header, used);
}

/** Lines as a table; of one more than there may be it is known that there are more. */
export function tableOf(lines: readonly CsvRow[], header: boolean, encoding: Encoding | null): CsvTable {
  const [first] = lines;
  const width = lines.reduce((most, { values }) => Math.max(most, values.length), 0);
  const names = header ? (first?.values ?? []) : [];
  const rows = header ? lines.slice(1) : lines;
  return {
    encoding,
    columns: Array.from({ length: width }, (_, index) => names[index] || letterOf(index)),
    rows: rows.slice(0, rowsMax),
    tooMany: rows.length > rowsMax,
  };
}

/** Whichever stands most often in the first line, outside of quotes. */
function delimiterOf(text: string): string {
  const bare = (/^[^\r\n]*/.exec(text)?.[0] ?? "").replaceAll(/"[^"]*"/g, "");
  const counts = [",", "\t", ";", "|"].map((mark) => ({ mark, count: bare.split(mark).length }));
  return counts.toSorted((one, other) => other.count - one.count)[0]?.mark ?? ",";
}

function breaksIn(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}

/** As spreadsheets name a column: A … Z, AA, AB … */
export function letterOf(index: number): string {
  const rest = Math.floor(index / 26) - 1;
  return (rest < 0 ? "" : letterOf(rest)) + String.fromCodePoint(65 + (index % 26));
}
