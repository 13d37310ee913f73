import { describe, expect, test } from "vitest";
import { isWorkbook, linesOfWorkbook } from "./workbook.ts";

/** A ZIP file of texts, every other one deflated; sums are left out, for nobody here checks them. */
async function zipOf(files: Readonly<Record<string, string>>): Promise<Uint8Array> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [nth, [name, text]] of Object.entries(files).entries()) {
    const isDeflated = nth % 2 === 0;
    const data = isDeflated ? await deflated(text) : Buffer.from(text);
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(isDeflated ? 8 : 0, 8);
    local.writeUInt16LE(name.length, 26);
    const central = Buffer.alloc(46);
    central.writeUInt32LE(0x02014b50, 0);
    central.writeUInt16LE(isDeflated ? 8 : 0, 10);
    central.writeUInt32LE(data.length, 20);
    central.writeUInt16LE(name.length, 28);
    central.writeUInt32LE(offset, 42);
    parts.push(local, Buffer.from(name), data);
    directory.push(central, Buffer.from(name));
    offset += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(directory.length / 2, 10);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, ...directory, end]));
}

async function deflated(text: string): Promise<Buffer> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream("deflate-raw"));
  return Buffer.from(await new Response(packed).arrayBuffer());
}

const bookOf = (rows: string, { pr = "", strings = "" } = {}) =>
  zipOf({
    "xl/workbook.xml": `<workbook>${pr}<sheets><sheet name="Patients" sheetId="1" r:id="rId7"/><sheet name="Other" r:id="rId8"/></sheets></workbook>`,
    "xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="rId8" Target="worksheets/sheet1.xml"/><Relationship Id="rId7" Target="worksheets/sheet2.xml"/></Relationships>`,
    "xl/worksheets/sheet1.xml": `<worksheet><sheetData><row r="1"><c><v>1</v></c></row></sheetData></worksheet>`,
    "xl/worksheets/sheet2.xml": `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    "xl/sharedStrings.xml": `<sst>${strings}</sst>`,
    "xl/styles.xml": `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="[Red]0.0 &quot;day&quot;"/></numFmts>
      <cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
  });
const lines = async (rows: string, more?: Parameters<typeof bookOf>[1]) =>
  linesOfWorkbook(await bookOf(rows, more), 100);

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
      { line: 1, values: ["姓名", "", "born"] },
      { line: 5, values: ["王芳 & Co", "", "1958-04-12", "1"] },
    ]);
  });

  test.each([
    [`<c s="1"><v>21287</v></c>`, "1958-04-12"],
    [`<c s="2"><v>21287.75</v></c>`, "1958-04-12"],
    [`<c s="3"><v>21287.5</v></c>`, "21287.5"],
    [`<c><v>13912345678</v></c>`, "13912345678"],
    [`<c><v>1.1010519491231E+17</v></c>`, "110105194912310000"],
    [`<c><f>A1*2</f><v>36.6</v></c>`, "36.6"],
    [`<c t="str"><f>A1</f><v>x &lt; y</v></c>`, "x < y"],
    [`<c t="e"><v>#N/A</v></c>`, "#N/A"],
    [`<c t="d"><v>1958-04-12T00:00:00</v></c>`, "1958-04-12"],
  ])("has in a cell %s the value %s", async (cell, value) => {
    expect((await lines(`<row>${cell}</row>`))[0]?.values).toEqual([value]);
  });

  test("counts days from 1904 where the workbook says so", async () => {
    const pr = `<workbookPr date1904="1"/>`;
    expect((await lines(`<row><c s="1"><v>19825</v></c></row>`, { pr }))[0]?.values).toEqual(["1958-04-12"]);
  });

  test("is read no further than one row more than there may be", async () => {
    const rows = Array.from({ length: 9 }, (_, row) => `<row r="${row + 1}"><c><v>1</v></c></row>`).join("");
    expect(await linesOfWorkbook(await bookOf(rows), 3)).toHaveLength(4);
  });
});

test("what is no workbook is refused", async () => {
  expect([isWorkbook(await bookOf("")), isWorkbook(new TextEncoder().encode("PK,name"))]).toEqual([
    true,
    false,
  ]);
  await expect(linesOfWorkbook(new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 5)).rejects.toBeInstanceOf(
    SyntaxError,
  );
  await expect(linesOfWorkbook(await zipOf({ "word/document.xml": "<w/>" }), 5)).rejects.toBeInstanceOf(
    SyntaxError,
  );
  await expect(linesOfWorkbook((await bookOf("")).slice(0, 400), 5)).rejects.toBeInstanceOf(SyntaxError);
});
