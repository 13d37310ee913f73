import { describe, expect, test } from "vitest";
import { readTable } from "../../csv/readTable.ts";
import type { RecipientKind } from "../../gql/graphql.ts";
import { guessMapping, mapRows } from "./mapRows.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
const isRecipient = (kind: RecipientKind, id: string) =>
  kind === "MEMBER" ? /^[A-Za-z0-9][\w.@-]{0,63}$/.test(id) : /^\d+$/.test(id);

describe("rows as messages", () => {
  const table = readTable(
    utf8(
      "userid,name,city\nwang,Wang,Beijing\n,Nobody,Xi'an\nli si,Li,Wuhan\nWANG,Again,Beijing\nzhao,,Hefei\nqian,Qian,Jinan",
    ),
    { header: true },
  );
  const mapping = {
    kind: "MEMBER" as const,
    recipient: 0,
    variables: { name: { column: 1 }, year: { value: "2026" } },
  };

  test("are told apart from those with something wrong, by line", () => {
    const { good, bad } = mapRows(table, mapping, isRecipient);

    expect(good).toEqual([
      {
        line: 2,
        recipient: "wang",
        variables: [
          { name: "name", value: "Wang" },
          { name: "year", value: "2026" },
        ],
      },
      {
        line: 7,
        recipient: "qian",
        variables: [
          { name: "name", value: "Qian" },
          { name: "year", value: "2026" },
        ],
      },
    ]);
    expect(bad.map(({ line, problem }) => [line, problem.code])).toEqual([
      [3, "recipientMissing"],
      [4, "recipientWrong"],
      [5, "recipientTwice"],
      [6, "valueMissing"],
    ]);
  });

  test("are guessed at by the names of the columns", () => {
    expect(guessMapping(table, "MEMBER", ["city", "name"], isRecipient)).toEqual({
      kind: "MEMBER",
      recipient: 0,
      variables: { city: { column: 2 }, name: { column: 1 } },
    });
  });

  test("are guessed at by what stands in them where names say nothing", () => {
    const bare = readTable(utf8("王五,wang\n李四,li"), { header: false });

    expect(guessMapping(bare, "MEMBER", ["x"], isRecipient)).toMatchObject({
      recipient: 1,
      variables: { x: { column: 0 } },
    });
  });
});
