import type { CsvRow } from "./readTable.ts";
import { Zip } from "./zip.ts";

/** Whether it begins as an XLSX file does, which is a ZIP file. */
export function isWorkbook(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
}

interface Meaning {
  strings: readonly string[];
  /** By the style of a cell: whether its number is a day. */
  days: readonly boolean[];
  isFrom1904: boolean;
}

/**
 * The first sheet of an XLSX workbook (ECMA-376, SpreadsheetML) as the values people see in it: days as YYYY-MM-DD, whole
 * numbers without an exponent, formulas by their last result. Read by patterns, not as XML: a worker has no parser for that, and what
 * spreadsheets write is regular.
 *
 * @throws SyntaxError when it is no workbook.
 */
export async function linesOfWorkbook(bytes: Uint8Array, linesMax: number): Promise<CsvRow[]> {
  const zip = new Zip(bytes);
  const book = await zip.text("xl/workbook.xml");
  if (book === null) throw new SyntaxError("not a workbook");
  const sheet = await zip.text(await firstSheet(zip, book));
  if (sheet === null) throw new SyntaxError("a workbook without a sheet");
  const meaning: Meaning = {
    strings: stringsOf((await zip.text("xl/sharedStrings.xml")) ?? ""),
    days: dayStyles((await zip.text("xl/styles.xml")) ?? ""),
    isFrom1904: /<workbookPr[^>]*\bdate1904="(1|true)"/.test(book),
  };
  const lines: CsvRow[] = [];
  let line = 0;
  for (const [, head = "", body = ""] of sheet.matchAll(
    /<(?:\w+:)?row\b([^>]*?)(?:\/>|>(.*?)<\/(?:\w+:)?row>)/gs,
  )) {
    line = Number(attribute(head, "r") ?? line + 1);
    const values = valuesOf(body, meaning);
    if (values.every((value) => value === "")) continue;
    lines.push({ line, values });
    if (lines.length > linesMax) break;
  }
  return lines;
}

async function firstSheet(zip: Zip, book: string): Promise<string> {
  const [, head = ""] = /<(?:\w+:)?sheet\b([^>]*)>/.exec(book) ?? [];
  const id = /\b\w+:id="([^"]*)"/.exec(head)?.[1];
  const links = (await zip.text("xl/_rels/workbook.xml.rels")) ?? "";
  for (const [, link = ""] of links.matchAll(/<Relationship\b([^>]*)>/g)) {
    const target = attribute(link, "Target");
    if (target !== null && attribute(link, "Id") === id)
      return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
  }
  return "xl/worksheets/sheet1.xml";
}

function valuesOf(row: string, meaning: Meaning): string[] {
  const values: string[] = [];
  for (const [, head = "", body = ""] of row.matchAll(
    /<(?:\w+:)?c\b([^>]*?)(?:\/>|>(.*?)<\/(?:\w+:)?c>)/gs,
  )) {
    const place = /^[A-Z]+/.exec(attribute(head, "r") ?? "")?.[0];
    const column = place === undefined ? values.length : columnOf(place);
    // As wide as a spreadsheet can be; anything further is not a cell.
    if (column >= 16_384) continue;
    while (values.length < column) values.push("");
    values[column] = valueOf(head, body, meaning).trim();
  }
  return values;
}

function valueOf(head: string, body: string, { strings, days, isFrom1904 }: Meaning): string {
  const type = attribute(head, "t");
  if (type === "inlineStr") return textOf(body);
  const value = decoded(/<(?:\w+:)?v\b[^>]*>(.*?)<\/(?:\w+:)?v>/s.exec(body)?.[1] ?? "");
  if (type === "s") return strings[Number(value)] ?? "";
  if (type === "d") return value.replace(/T00:00:00(\.0+)?Z?$/, "");
  if ((type !== null && type !== "n") || value === "") return value;
  const number = Number(value);
  if (!Number.isFinite(number)) return value;
  if (days[Number(attribute(head, "s") ?? 0)]) return dayOf(number + (isFrom1904 ? 1_462 : 0));
  return Number.isInteger(number) ? BigInt(number).toString() : String(number);
}

const dayMs = 86_400_000;

/** Excel counts days from 1899-12-30 on; before March 1900 it counts one that never was. */
function dayOf(serial: number): string {
  const whole = Math.floor(serial);
  const date = new Date(Date.UTC(1899, 11, 30) + (whole < 60 ? whole + 1 : whole) * dayMs);
  return Number.isNaN(date.getTime()) ? String(serial) : date.toISOString().slice(0, 10);
}

function stringsOf(xml: string): string[] {
  return [...xml.matchAll(/<(?:\w+:)?si\b[^>]*?(?:\/>|>(.*?)<\/(?:\w+:)?si>)/gs)].map(([, body = ""]) =>
    textOf(body),
  );
}

/** The runs of a text together, without how it is pronounced. */
function textOf(xml: string): string {
  const plain = xml.replaceAll(/<(?:\w+:)?rPh\b.*?<\/(?:\w+:)?rPh>/gs, "");
  return [...plain.matchAll(/<(?:\w+:)?t\b[^>]*?(?:\/>|>(.*?)<\/(?:\w+:)?t>)/gs)]
    .map(([, text = ""]) => decoded(text))
    .join("");
}

/** The formats of days that have a number of their own, the Chinese ones too (ECMA-376, 18.8.30). */
function isDayFormat(id: number): boolean {
  return (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58);
}

function dayStyles(xml: string): boolean[] {
  const own = new Map<number, boolean>();
  for (const [, head = ""] of xml.matchAll(/<(?:\w+:)?numFmt\b([^>]*)>/g)) {
    const code = decoded(attribute(head, "formatCode") ?? "").replaceAll(/"[^"]*"|\\.|\[[^\]]*\]/g, "");
    own.set(Number(attribute(head, "numFmtId")), /[yd]/i.test(code));
  }
  const [, styles = ""] = /<(?:\w+:)?cellXfs\b[^>]*>(.*?)<\/(?:\w+:)?cellXfs>/s.exec(xml) ?? [];
  return [...styles.matchAll(/<(?:\w+:)?xf\b([^>]*)>/g)].map(([, head = ""]) => {
    const id = Number(attribute(head, "numFmtId") ?? 0);
    return own.get(id) ?? isDayFormat(id);
  });
}

function columnOf(letters: string): number {
  return Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}

function attribute(head: string, name: string): string | null {
  return new RegExp(String.raw`(?:^|\s)${name}="([^"]*)"`).exec(head)?.[1] ?? null;
}

const named: Readonly<Record<string, string>> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function decoded(text: string): string {
  return text.replaceAll(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith("#")) return named[name] ?? whole;
    const point = name[1]?.toLowerCase() === "x" ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : "";
  });
}
