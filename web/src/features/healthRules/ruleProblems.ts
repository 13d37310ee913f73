import type { RuleValues } from "./ruleForm.ts";
import { risks } from "./ruleForm.ts";

/** What is wrong, by the field's name in the form: a key of `errors:field`, with what it says after a bar. */
export type Problems = Record<string, string>;

/** What can be told without the server; limits against each other, and against what is possible, it tells. */
export function problemsOf(values: RuleValues): Problems {
  const problems: Problems = {};
  const demand = (field: string, isWell: boolean, problem: string) => {
    if (!isWell) problems[field] ??= problem;
  };
  const whole = (field: string, text: string, low: number, high: number) =>
    demand(
      field,
      isWhole(text) && Number(text) >= low && Number(text) <= high,
      `wholeBetween|${low}–${high}`,
    );
  const hours = (field: string, text: string, high: number) =>
    demand(field, isNumber(text) && Number(text) > 0 && Number(text) <= high, `between|> 0, ≤ ${high}`);

  demand("nameZh", values.nameZh.trim() !== "", "required");
  demand("nameEn", values.nameEn.trim() !== "", "required");
  if (values.kind === "THRESHOLD" || values.kind === "TREND") {
    for (const [i, { limit }] of values.levels.entries())
      demand(`levels.${i}.limit`, isNumber(limit), limit.trim() === "" ? "required" : "invalid");
    demand("hysteresis", isNumber(values.hysteresis) && Number(values.hysteresis) >= 0, "between|≥ 0");
  }
  if (values.kind === "THRESHOLD") {
    whole("consecutive", values.consecutive, 1, 10);
    if (values.maxAgeHours.trim() !== "") hours("maxAgeHours", values.maxAgeHours, 168);
  }
  if (values.kind === "TREND") {
    if (values.measure !== "BASELINE") hours("windowHours", values.windowHours, 336);
    whole("minReadings", values.minReadings, 2, 200);
    if (values.measure === "COUNT") {
      whole("of", values.of, 1, 50);
      whole("count", values.count, 1, Math.max(1, Number(values.of) || 1));
    }
  }
  if (values.kind === "NEWS2")
    demand(
      "risks.HIGH",
      risks.some((risk) => values.risks[risk] !== ""),
      "chooseOne",
    );
  if (values.kind === "MISSING_DATA" || values.kind === "DEVICE_OFFLINE")
    for (const [i, { hours: text }] of values.silences.entries()) hours(`silences.${i}.hours`, text, 2_160);
  if (values.ageFrom.trim() !== "") whole("ageFrom", values.ageFrom, 0, 130);
  if (values.ageTo.trim() !== "") whole("ageTo", values.ageTo, 0, 130);
  return problems;
}

/** The form's field for what the server complains of: ["input", "condition", "trend", "levels", 0, "limit"]. */
export function fieldOfIssue(path: readonly (string | number)[]): string | null {
  const [, part, ...rest] = path;
  if (part === "reach") return renamed[String(rest[0])] ?? String(rest[0]);
  if (part !== "condition") return part === undefined ? null : String(part);
  const [kind, ...within] = rest;
  const field = within.join(".");
  const isSilence = kind === "missingData" || kind === "deviceOffline";
  if (isSilence && within[0] === "levels") return `silences.${within[1] ?? 0}.hours`;
  if (kind === "news2") return "risks.HIGH";
  if (within[0] === "levels" && within.length === 1) return "levels.0.limit";
  return field === "" ? null : (renamed[field] ?? field);
}

const renamed: Readonly<Record<string, string>> = {
  windowMinutes: "windowHours",
  maxAgeMinutes: "maxAgeHours",
  patientIds: "patients",
  exceptPatientIds: "exceptPatients",
  expectedOnly: "expected",
};

function isNumber(text: string): boolean {
  return /^-?\d+(\.\d+)?$/.test(text.trim());
}

function isWhole(text: string): boolean {
  return /^\d{1,6}$/.test(text.trim());
}
