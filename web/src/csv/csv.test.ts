import { describe, expect, test } from "vitest";
import { encodingOf, letterOf, readTable, rowsMax } from "./readTable.ts";

const utf8 = (text: string) => new TextEncoder().encode(text);
/** "姓名,账号" and "张三,zhang" as Chinese Excel writes them. */
const gbk = new Uint8Array([
  0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xd5, 0xcb, 0xba, 0xc5, 0x0d, 0x0a, 0xd5, 0xc5, 0xc8, 0xfd, 0x2c, 0x7a, 0x68,
  0x61, 0x6e, 0x67, 0x0d, 0x0a,
]);
describe("a file of values", () => {
  test("is read in the encoding Chinese Excel saved it in", () => {
    expect(encodingOf(gbk)).toBe("gb18030");
    expect(readTable(gbk, { header: true })).toMatchObject({
      columns: ["姓名", "账号"],
      rows: [{ line: 2, values: ["张三", "zhang"] }],
    });
  });

  test("loses its byte order mark, not its first column", () => {
    expect(readTable(utf8("\uFEFFuserid,name\nwang,王"), { header: true }).columns).toEqual([
      "userid",
      "name",
    ]);
  });

  test("may be Unicode text with tabs", () => {
    const text = "\uFEFFuserid\tname\r\nwang\t王五\r\n";
    const bytes = new Uint8Array(new Uint16Array(Array.from(text, (char) => char.charCodeAt(0))).buffer);

    expect(readTable(bytes, { header: true })).toMatchObject({
      encoding: "utf-16le",
      rows: [{ values: ["wang", "王五"] }],
    });
  });

  test("numbers its rows as an editor does, over empty lines and values of several lines", () => {
    const { rows } = readTable(utf8('id,text\na,"one\ntwo"\n\nb,three\n'), { header: true });

    expect(rows).toEqual([
      { line: 2, values: ["a", "one\ntwo"] },
      { line: 5, values: ["b", "three"] },
    ]);
  });

  test("without a header has columns named by letters, and short rows stay short", () => {
    const table = readTable(utf8("a,1,x\nb,2"), { header: false });

    expect(table.columns).toEqual(["A", "B", "C"]);
    expect(table.rows.map(({ values }) => values.length)).toEqual([3, 2]);
    expect([letterOf(25), letterOf(26), letterOf(701)]).toEqual(["Z", "AA", "ZZ"]);
  });

  test("with more rows than one may have says so, and reads no further", () => {
    const lines = Array.from({ length: rowsMax + 500 }, (_, index) => `u${index}`).join("\n");
    const table = readTable(utf8(`id\n${lines}`), { header: true });

    expect(table).toMatchObject({ tooMany: true });
    expect(table.rows).toHaveLength(rowsMax);
    expect(
      readTable(
        utf8(
          `id\n${lines}`
            .split("\n")
            .slice(0, rowsMax + 1)
            .join("\n"),
        ),
        { header: true },
      ).tooMany,
    ).toBe(false);
  });

  test("that is empty is an empty table", () => {
    expect(readTable(utf8(""), { header: true })).toMatchObject({ columns: [], rows: [], tooMany: false });
  });
});
