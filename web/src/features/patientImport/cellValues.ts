import type { PatientSex } from "../../gql/graphql.ts";

/** The order in which a column writes days with slashes: "12/4/1958". Null where its values do not tell. */
export type DayOrder = "DAY_FIRST" | "MONTH_FIRST" | null;

const withYearFirst = /^(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|年(\d{1,2})月(\d{1,2})日?)$/;
const withYearLast = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;
const solid = /^(\d{4})(\d{2})(\d{2})$/;
const serial = /^[1-7]\d{4}$/;
const dayMs = 86_400_000;

/**
 * A day as people and spreadsheets write it, as YYYY-MM-DD; null for what is none, or could be two. A number of five digits is
 * a day as Excel counts them, from 1899-12-30 on.
 */
export function dayOf(cell: string, order: DayOrder): string | null {
  const text = bare(cell).replace(/[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?Z?$/, "");
  const first = withYearFirst.exec(text) ?? solid.exec(text);
  if (first) {
    const [, year = "", month = first[4] ?? "", day = first[5] ?? ""] = first;
    return realDay(year, month, day);
  }
  const last = withYearLast.exec(text);
  if (last) {
    const [, one = "", other = "", year = ""] = last;
    const alone = orderOf(one, other) ?? order;
    if (alone === null) return one === other ? realDay(year, one, other) : null;
    return alone === "DAY_FIRST" ? realDay(year, other, one) : realDay(year, one, other);
  }
  if (!serial.test(text)) return null;
  return new Date(Date.UTC(1899, 11, 30) + Number(text) * dayMs).toISOString().slice(0, 10);
}

/** What those values of a column say that can be read in one way only; null too where they contradict each other. */
export function dayOrderOf(cells: readonly string[]): DayOrder {
  const told = new Set(
    cells.flatMap((cell) => {
      const [, one = "", other = ""] = withYearLast.exec(bare(cell)) ?? [];
      return orderOf(one, other) ?? [];
    }),
  );
  const [order = null] = told;
  return told.size === 1 ? order : null;
}

function orderOf(one: string, other: string): DayOrder {
  if (Number(one) > 12) return "DAY_FIRST";
  return Number(other) > 12 ? "MONTH_FIRST" : null;
}

function realDay(year: string, month: string, day: string): string | null {
  const text = `${year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

const sexes: Readonly<Record<PatientSex, readonly string[]>> = {
  MALE: ["male", "m", "man", "男", "男性", "1"],
  FEMALE: ["female", "f", "woman", "女", "女性", "2"],
  OTHER: ["other", "x", "其他", "其它", "9"],
  UNKNOWN: ["unknown", "u", "", "未知", "不详", "未说明", "0"],
};

/** Null for what is no sex. The digits are those of GB/T 2261.1. */
export function sexOf(cell: string): PatientSex | null {
  const word = bare(cell).toLowerCase();
  for (const sex of ["MALE", "FEMALE", "OTHER", "UNKNOWN"] as const)
    if (sexes[sex].includes(word)) return sex;
  return null;
}

const yes = ["yes", "y", "true", "1", "是", "有", "对", "√", "✓", "v", "已同意", "同意"];
const no = ["no", "n", "false", "0", "否", "无", "没有", "×", "✗", "x", "未同意", "不同意", "未征询"];
const nobodyKnows = ["", "-", "–", "?", "unknown", "未知", "不详"];

/** Undefined for what is neither; null where nobody knows. */
export function yesNoOf(cell: string): boolean | null | undefined {
  const word = bare(cell).toLowerCase();
  if (nobodyKnows.includes(word)) return null;
  if (yes.includes(word)) return true;
  return no.includes(word) ? false : undefined;
}

/** Centimetres; metres where only they can be meant. Undefined for what is no number, null for nothing. */
export function centimetresOf(cell: string): number | null | undefined {
  const text = bare(cell).toLowerCase();
  if (text === "") return null;
  const [, digits = "", unit = ""] = /^(\d+(?:[.,]\d+)?)\s*(cm|厘米|公分|m|米)?$/.exec(text) ?? [];
  if (digits === "") return undefined;
  const value = Number(digits.replace(",", "."));
  const isMetres = unit === "m" || unit === "米" || (unit === "" && value < 3);
  return isMetres ? Math.round(value * 1_000) / 10 : value;
}

/** Several things in one cell, however they are divided. */
export function partsOf(cell: string): string[] {
  return bare(cell)
    .split(/[\n;；、]+/)
    .map((part) => part.trim())
    .filter((part) => part !== "" && !/^(无|none|no|nil|-|–)$/i.test(part));
}

/** "高血压 | 2016": what comes after the mark says more about the first. */
export function detailOf(part: string): [string, string | null] {
  const [first = "", ...rest] = part.split(/\s*[|｜]\s*/);
  return [first, rest.join(" | ") || null];
}

/** As it was meant: full-width digits plain, and without the apostrophe that keeps a spreadsheet from running a formula. */
export function bare(cell: string): string {
  return cell
    .normalize("NFKC")
    .trim()
    .replace(/^'(?=[=+\-@\d])/, "");
}
