import { strToU8, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { isWorkbook, linesOfWorkbook } from "./workbook.ts";

function zipOf(files: Readonly<Record<string, string>>): ArrayBuffer {
  const entries = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
  return new Uint8Array(zipSync(Object.fromEntries(entries))).buffer;
}

const relations = (targets: Readonly<Record<string, string>>) =>
  `<Relationships>${Object.entries(targets)
    .map(([id, target]) => {
      const kind = target.startsWith("worksheets") ? "worksheet" : target.replace(".xml", "");
      return `<Relationship Id="${id}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${kind}" Target="${target}"/>`;
    })
    .join("")}</Relationships>`;

const bookOf = (rows: string, { pr = "", strings = "" } = {}) =>
  zipOf({
    "xl/workbook.xml": `<workbook>${pr}<sheets><sheet name="Patients" sheetId="1" r:id="rId7"/><sheet name="Other" r:id="rId8"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": relations({
      rId8: "worksheets/sheet1.xml",
      rId7: "worksheets/sheet2.xml",
      rId1: "sharedStrings.xml",
      rId2: "styles.xml",
    }),
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c><v>1</v></c></row></sheetData></worksheet>`,
    "xl/worksheets/sheet2.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    "xl/sharedStrings.xml": `<sst>${strings}</sst>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[Red]0.0 &quot;day&quot;"/></numFmts>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
  });
const lines = (rows: string, more?: Parameters<typeof bookOf>[1]) => linesOfWorkbook(bookOf(rows, more), 100);

describe("the first sheet of a workbook", () => {
  test("is read as people see it, with the numbers of its rows", async () => {
    const strings = `<si><t>姓名</t></si><si><r><t>王</t></r><r><t xml:space="preserve">芳 &amp; Co</t></r><rPh sb="0"><t>wang</t></rPh></si>`;
    expect(
      await lines(
        `<row r="1" spans="1:3"><c r="A1" t="s"><v>0</v></c><c r="C1" t="inlineStr"><is><t>born</t></is></c></row><row r="2"/>
         <row r="5"><c r="A5" s="0" t="s"><v>1</v></c><c r="B5"/><c r="C5" s="1"><v>21287</v></c><c r="D5" t="b"><v>1</v></c></row>`,
        { strings },
      ),
    ).toEqual([
      { line: 1, values: ["姓名", "", "born", ""] },
      { line: 5, values: ["王芳 & Co", "", "1958-04-12", "true"] },
    ]);
  });

  test.each([
    [`<c r="A1" s="1"><v>21287</v></c>`, "1958-04-12"],
    [`<c r="A1" s="2"><v>21287.75</v></c>`, "1958-04-12"],
    [`<c r="A1" s="3"><v>21287.5</v></c>`, "21287.5"],
    [`<c r="A1"><v>13912345678</v></c>`, "13912345678"],
    [`<c r="A1"><v>1.1010519491231E+17</v></c>`, "110105194912310000"],
    [`<c r="A1"><f>A1*2</f><v>36.6</v></c>`, "36.6"],
    [`<c r="A1" t="str"><f>A1</f><v>x &lt; y</v></c>`, "x < y"],
    [`<c r="A1" t="d"><v>1958-04-12T00:00:00</v></c>`, "1958-04-12"],
  ])("has in a cell %s the value %s", async (cell, value) => {
    expect((await lines(`<row r="1">${cell}</row>`))[0]?.values).toEqual([value]);
  });

  test("counts days from 1904 where the workbook says so", async () => {
    const pr = `<workbookPr date1904="1"/>`;
    expect((await lines(`<row r="1"><c r="A1" s="1"><v>19825</v></c></row>`, { pr }))[0]?.values).toEqual([
      "1958-04-12",
    ]);
  });

  test("is read no further than one row more than there may be", async () => {
    const rows = Array.from(
      { length: 9 },
      (_, row) => `<row r="${row + 1}"><c r="A${row + 1}"><v>1</v></c></row>`,
    ).join("");
    expect(await linesOfWorkbook(bookOf(rows), 3)).toHaveLength(4);
  });
});

test("what is no workbook is refused", async () => {
  expect([isWorkbook(new Uint8Array(bookOf(""))), isWorkbook(new TextEncoder().encode("PK,name"))]).toEqual([
    true,
    false,
  ]);
  await expect(linesOfWorkbook(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]).buffer, 5)).rejects.toThrow();
  await expect(linesOfWorkbook(zipOf({ "word/document.xml": "<w/>" }), 5)).rejects.toThrow();
  await expect(linesOfWorkbook(bookOf("").slice(0, 400), 5)).rejects.toThrow();
});
