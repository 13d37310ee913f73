import { csvLines } from "./csv.rules.ts";
import type { CsvLine } from "./csv.rules.ts";
import { intervalFor, knownItem } from "./panel.templates.ts";
import type { Whom } from "./panel.templates.ts";
import { itemCategories, itemFlags } from "./report.codes.ts";
import type { ItemCategory, ItemFlag } from "./report.codes.ts";
import type { NewItem } from "./item.rules.ts";
import { itemLimits } from "./item.limits.ts";

export const csvColumns = ["name", "value", "unit", "reference", "flag", "code", "category"] as const;
export type CsvColumn = (typeof csvColumns)[number];

export const csvProblems = [
  "NAME_MISSING",
  "VALUE_MISSING",
  "TOO_LONG",
  "FLAG_UNKNOWN",
  "CATEGORY_UNKNOWN",
  "CODE_MALFORMED",
  "TOO_MANY",
] as const;

export interface CsvProblem {
  line: number;
  column: CsvColumn | null;
  problem: (typeof csvProblems)[number];
}

export interface ParsedItems {
  items: NewItem[];
  problems: CsvProblem[];
}

/** How laboratories head their columns. */
const headings: Readonly<Record<CsvColumn, readonly string[]>> = {
  name: ["name", "item", "test", "analyte", "项目", "项目名称", "检查项目", "检验项目", "名称"],
  value: ["value", "result", "结果", "检查结果", "检验结果", "测定值", "值"],
  unit: ["unit", "units", "单位"],
  reference: ["reference", "referencerange", "range", "normal", "参考", "参考值", "参考范围", "参考区间"],
  flag: ["flag", "abnormal", "提示", "标志", "异常", "标记"],
  code: ["code", "loinc", "编码", "代码"],
  category: ["category", "group", "panel", "分类", "类别", "分组"],
};

/**
 * Reads items from a pasted table: with a heading line in any order of columns, else name, value, unit, reference, flag,
 * code, category. Items whose name and unit are known get their LOINC code, and a published interval where the table has none.
 * A line that cannot be taken is told of with its column, and the others are taken.
 *
 * @param whom for intervals by sex and age; none are filled in without it.
 */
export function itemsOfCsv(text: string, whom: Whom | null): ParsedItems {
  const lines = csvLines(text);
  const [first] = lines;
  const heading = first && headingOf(first.cells);
  const columns = heading ?? csvColumns;
  const items: NewItem[] = [];
  const problems: CsvProblem[] = [];
  for (const line of heading ? lines.slice(1) : lines) {
    if (items.length === itemLimits.count) {
      problems.push({ line: line.line, column: null, problem: "TOO_MANY" });
      break;
    }
    const taken = itemOf(line, columns, whom);
    if ("problem" in taken) problems.push(taken);
    else items.push(taken);
  }
  return { items, problems };
}

/** The columns' meanings, where the line is a heading: it names at least the item and its value. */
function headingOf(cells: readonly string[]): (CsvColumn | null)[] | null {
  const columns = cells.map((cell) => {
    const plain = cell.replaceAll(/[\s_（(].*$|[\s_]/g, "").toLowerCase();
    return csvColumns.find((column) => headings[column].includes(plain)) ?? null;
  });
  return columns.includes("name") && columns.includes("value") ? columns : null;
}

function itemOf(
  { line, cells }: CsvLine,
  columns: readonly (CsvColumn | null)[],
  whom: Whom | null,
): NewItem | CsvProblem {
  const cellOf = (column: CsvColumn) => cells[columns.indexOf(column)] ?? "";
  const wrong = (column: CsvColumn, problem: CsvProblem["problem"]) => ({ line, column, problem });

  const name = cellOf("name");
  if (name === "") return wrong("name", "NAME_MISSING");
  if (cellOf("value") === "") return wrong("value", "VALUE_MISSING");
  for (const column of ["name", "value", "unit", "reference"] as const)
    if (cellOf(column).length > itemLimits[column]) return wrong(column, "TOO_LONG");
  const code = cellOf("code") || null;
  if (code !== null && !itemLimits.codeForm.test(code)) return wrong("code", "CODE_MALFORMED");
  const category = categoryOf(cellOf("category"));
  if (category === null) return wrong("category", "CATEGORY_UNKNOWN");
  const flag = flagText(cellOf("flag"));
  if (flag === undefined) return wrong("flag", "FLAG_UNKNOWN");

  const result = resultOf(cellOf("value"));
  const unit = unitOf(cellOf("unit"));
  const known = knownItem(code ?? name);
  const isSame = known !== null && (unit === null || unit === known.item.unit || code !== null);
  const given = referenceOf(cellOf("reference"));
  const published = isSame && whom && cellOf("reference") === "" ? intervalFor(known.item, whom) : null;
  return {
    category: category ?? (isSame ? known.panel.category : "OTHER"),
    code: code ?? (isSame ? known.item.code : null),
    name,
    value: result.value,
    text: result.text,
    unit: unit ?? (isSame && result.value !== null ? known.item.unit : null),
    ...(published
      ? {
          referenceLow: published.low,
          referenceHigh: published.high,
          referenceText: published.text ?? null,
        }
      : given),
    flag: flag ?? result.flag,
  };
}

/** "5.6", "5.6 ↑", "1,234.5"; what is no number ("阴性", "<0.5") is a text. */
function resultOf(cell: string): Pick<NewItem, "value" | "text" | "flag"> {
  const plain = cell.normalize("NFKC");
  const flag: ItemFlag | null = /↑/.test(plain) ? "H" : /↓/.test(plain) ? "L" : null;
  const number = plain.replaceAll(/[↑↓*\s]/g, "").replaceAll(/,(?=\d{3}(\D|$))/g, "");
  return /^[+-]?\d+(\.\d+)?$/.test(number)
    ? { value: Number(number), text: null, flag }
    : { value: null, text: cell, flag };
}

const number = String.raw`(-?\d+(?:\.\d+)?)`;
const between = new RegExp(String.raw`^${number}[-~–—]+${number}$`);
const below = new RegExp(String.raw`^(?:<|<=|≤)${number}$`);
const above = new RegExp(String.raw`^(?:>|>=|≥)${number}$`);

/** "3.5-9.5", "<5.2", "≥1.0"; anything else is what is expected, in words. Kept as printed where a limit may not belong to it. */
export function referenceOf(cell: string): Pick<NewItem, "referenceLow" | "referenceHigh" | "referenceText"> {
  const plain = cell.normalize("NFKC").replaceAll(/\s/g, "");
  if (plain === "" || plain === "-") return { referenceLow: null, referenceHigh: null, referenceText: null };
  const [, low, high] = between.exec(plain) ?? [];
  if (low !== undefined && high !== undefined && Number(low) < Number(high))
    return { referenceLow: Number(low), referenceHigh: Number(high), referenceText: null };
  const [, most] = below.exec(plain) ?? [];
  if (most !== undefined) return { referenceLow: null, referenceHigh: Number(most), referenceText: cell };
  const [, least] = above.exec(plain) ?? [];
  if (least !== undefined) return { referenceLow: Number(least), referenceHigh: null, referenceText: cell };
  return { referenceLow: null, referenceHigh: null, referenceText: cell };
}

/** As laboratories print units, in UCUM. */
const units: Readonly<Record<string, string>> = {
  "10^9/l": "10*9/L",
  "×10^9/l": "10*9/L",
  "x10^9/l": "10*9/L",
  "10e9/l": "10*9/L",
  "10^12/l": "10*12/L",
  "×10^12/l": "10*12/L",
  "x10^12/l": "10*12/L",
  "10e12/l": "10*12/L",
  "μmol/l": "umol/L",
  "umol/l": "umol/L",
  "mmol/l": "mmol/L",
  "pmol/l": "pmol/L",
  "g/l": "g/L",
  "u/l": "U/L",
  "iu/l": "U/L",
  "miu/l": "m[IU]/L",
  "mu/l": "m[IU]/L",
  "μiu/ml": "m[IU]/L",
  mmhg: "mm[Hg]",
  fl: "fL",
  "kg/m2": "kg/m2",
  "kg/m²": "kg/m2",
};

function unitOf(cell: string): string | null {
  if (cell === "") return null;
  // NFKC would make the power in "10⁹/L" a plain digit.
  const powers = cell.replaceAll("⁹", "^9").replaceAll("¹²", "^12");
  const plain = powers.normalize("NFKC").replaceAll(/\s/g, "").replaceAll("µ", "μ").replaceAll("*", "^");
  return units[plain.toLowerCase()] ?? cell;
}

const flagWords: Readonly<Record<string, ItemFlag>> = {
  "↑": "H",
  "↓": "L",
  "↑↑": "HH",
  "↓↓": "LL",
  高: "H",
  低: "L",
  正常: "N",
  异常: "A",
};

/** Undefined for what is no flag. */
function flagText(cell: string): ItemFlag | null | undefined {
  if (cell === "" || cell === "-") return null;
  return itemFlags.find((each) => each === cell.toUpperCase()) ?? flagWords[cell];
}

const categoryWords: Readonly<Record<string, ItemCategory>> = {
  一般检查: "GENERAL",
  血常规: "BLOOD_COUNT",
  血糖: "GLUCOSE",
  血脂: "LIPIDS",
  肝功能: "LIVER",
  肾功能: "KIDNEY",
  甲状腺功能: "THYROID",
  尿常规: "URINE",
  影像: "IMAGING",
  心电图: "ECG",
  其他: "OTHER",
};

/** Undefined where nothing is said, null for what is no category. */
function categoryOf(cell: string): ItemCategory | null | undefined {
  if (cell === "") return undefined;
  const plain = cell.toUpperCase().replaceAll(/[\s-]/g, "_");
  return itemCategories.find((each) => each === plain) ?? categoryWords[cell] ?? null;
}
