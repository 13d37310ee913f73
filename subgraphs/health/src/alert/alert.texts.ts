import { vitalCatalogue } from "../vital/vital.catalogue.ts";
import type { StoredCause } from "./alert.cause.ts";
import type { RuleKind } from "./alert.codes.ts";
import type { AlertCause } from "./finding.ts";

/** A text in the languages of the console. */
export interface Texts {
  zh: string;
  en: string;
}

/** UCUM as people write it; other units are written as they are. */
const unitTexts: Readonly<Record<string, Texts>> = {
  "mm[Hg]": { zh: "mmHg", en: "mmHg" },
  Cel: { zh: "°C", en: "°C" },
  "/min": { zh: "次/分", en: "/min" },
  "kg/m2": { zh: "kg/m²", en: "kg/m²" },
  "{score}": { zh: "分", en: "points" },
  "{ACVPU}": { zh: "级", en: "(ACVPU)" },
  min: { zh: "分钟", en: "min" },
  h: { zh: "小时", en: "h" },
};

const operatorTexts: Readonly<Record<NonNullable<AlertCause["operator"]>, Texts>> = {
  GT: { zh: "高于", en: "above" },
  GTE: { zh: "达到", en: "at or above" },
  LT: { zh: "低于", en: "below" },
  LTE: { zh: "不高于", en: "at or below" },
};

const kindTexts: Readonly<Record<RuleKind, Texts>> = {
  THRESHOLD: { zh: "测量值", en: "Value" },
  TREND: { zh: "趋势", en: "Trend" },
  NEWS2: { zh: "NEWS2 评分", en: "NEWS2 score" },
  MISSING_DATA: { zh: "未收到测量数据", en: "No reading" },
  DEVICE_OFFLINE: { zh: "设备离线", en: "Device offline" },
};

export interface TextFacts {
  kind: RuleKind;
  recordNumber: string;
  cause: AlertCause | StoredCause;
}

/** In one sentence what was measured and what is allowed; the patient by the record's number only. */
export function summaryOf({ kind, recordNumber, cause }: TextFacts): Texts {
  const subject = subjectOf(kind, cause);
  return {
    zh: `患者 ${recordNumber}：${subject.zh}${measuredIn("zh", cause)}${limitIn("zh", cause)}`,
    en: `Patient ${recordNumber}: ${subject.en}${measuredIn("en", cause)}${limitIn("en", cause)}`,
  };
}

function subjectOf(kind: RuleKind, { measure }: AlertCause): Texts {
  const definition = [...vitalCatalogue.values()].find(({ code }) => code === measure);
  return definition?.name ?? kindTexts[kind];
}

function measuredIn(language: keyof Texts, { value, unit }: AlertCause): string {
  return value === null ? "" : ` ${withUnit(language, value, unit)}`;
}

function limitIn(language: keyof Texts, { operator, limit, unit }: AlertCause): string {
  if (operator === null || limit === null) return "";
  const text = `${operatorTexts[operator][language]} ${withUnit(language, limit, unit)}`;
  return language === "zh" ? `（界限：${text}）` : ` (limit: ${text})`;
}

function withUnit(language: keyof Texts, value: number, unit: string | null): string {
  if (unit === "min" && Math.abs(value) >= 120) return withUnit(language, value / 60, "h");
  const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1, useGrouping: false }).format(value);
  if (unit === null) return number;
  return unit === "%" ? `${number}%` : `${number} ${unitTexts[unit]?.[language] ?? unit}`;
}
