import * as z from "zod/mini";
import type { MonitorConditionInput } from "../../gql/graphql.ts";
import type { RuleData } from "./ruleQueries.ts";

export const measures = ["VALUE", "CHANGE", "CHANGE_PERCENT"] as const;
export const operators = ["ABOVE", "AT_LEAST", "BELOW", "AT_MOST", "EQUAL", "ABSENT"] as const;
export const ruleSeverities = ["CRITICAL", "WARNING", "INFO"] as const;

const amount = z.string().check(z.trim(), z.regex(/^-?\d+(\.\d+)?$/, "invalid"));
const seconds = z.string().check(z.trim(), z.regex(/^\d{1,4}$/, "invalid"));
const labelLines = z.string().check(z.regex(/^(\s*[\w.-]+=[^\n]+(\n|$))*\s*$/, "invalid"));

export const ruleShape = z.object({
  name: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(100, "tooLong")),
  description: z.string().check(z.trim(), z.maxLength(500, "tooLong")),
  metric: z.string().check(z.trim(), z.minLength(1, "required"), z.regex(/^[a-zA-Z_:][\w:]*$/, "invalid")),
  match: labelLines,
  measure: z.enum(measures),
  operator: z.enum(operators),
  threshold: amount,
  windowSeconds: z.string().check(z.trim(), z.regex(/^\d{0,4}$/, "invalid")),
  forSeconds: seconds,
  severity: z.enum(ruleSeverities),
  labels: labelLines,
});
export type RuleValues = z.infer<typeof ruleShape>;

export const ruleFieldNames = [
  "name",
  "description",
  "metric",
  "match",
  "measure",
  "operator",
  "threshold",
  "windowSeconds",
  "forSeconds",
  "severity",
  "labels",
] as const;

type Label = { name: string; value: string };

/** One label a line, "name=value". */
export function labelsOf(text: string): Label[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((line) => ({
      name: line.slice(0, line.indexOf("=")).trim(),
      value: line.slice(line.indexOf("=") + 1).trim(),
    }));
}

export function linesOf(labels: readonly Label[]): string {
  return labels.map(({ name, value }) => `${name}=${value}`).join("\n");
}

export function valuesOf(rule: RuleData | null, description: string): RuleValues {
  if (!rule)
    return {
      name: "",
      description: "",
      metric: "",
      match: "",
      measure: "VALUE",
      operator: "ABOVE",
      threshold: "",
      windowSeconds: "",
      forSeconds: "60",
      severity: "WARNING",
      labels: "",
    };
  return {
    name: rule.name,
    description,
    metric: rule.metric,
    match: linesOf(rule.match),
    measure: rule.measure,
    operator: rule.operator,
    threshold: String(rule.threshold),
    windowSeconds: rule.windowSeconds === null ? "" : String(rule.windowSeconds),
    forSeconds: String(rule.forSeconds),
    severity: rule.severity,
    labels: linesOf(rule.labels),
  };
}

export function conditionOf(values: RuleValues): MonitorConditionInput {
  const { metric, match, measure, operator, threshold, windowSeconds, forSeconds } = values;
  return {
    metric,
    match: labelsOf(match),
    measure,
    operator,
    threshold: Number(threshold),
    windowSeconds: measure === "VALUE" || windowSeconds === "" ? null : Number(windowSeconds),
    forSeconds: Number(forSeconds),
  };
}
