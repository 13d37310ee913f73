import { z } from "zod";
import { text } from "@wegraph/kit/validate";
import { alertSeverities } from "../system-alert/alert.codes.ts";
import { measures, operators } from "./monitor.codes.ts";

export const forSecondsMax = 3_600;
/** Raw samples are read for an hour at most, and what came before the window is needed too. */
export const windowSecondsMax = 3_000;
export const rulesMax = 200;

const label = z.object({
  name: text(1, 60).pipe(z.string().regex(/^[a-zA-Z_][\w.-]*$/, "letters, digits, _ . and - only")),
  value: text(1, 200),
});
const labels = z.array(label).max(10, "at most 10").refine(isOnce, "each name once");

function isOnce(given: readonly { name: string }[]): boolean {
  return new Set(given.map(({ name }) => name)).size === given.length;
}

export const conditionFields = {
  metric: text(1, 200).pipe(z.string().regex(/^[a-zA-Z_:][\w:]*$/, "a metric's name")),
  match: labels,
  measure: z.enum(measures),
  operator: z.enum(operators),
  threshold: z.number().refine(Number.isFinite, "a number"),
  windowSeconds: z.number().int().min(30, "at least 30").max(windowSecondsMax, `at most ${windowSecondsMax}`),
  forSeconds: z.number().int().min(0, "at least 0").max(forSecondsMax, `at most ${forSecondsMax}`),
} as const;

export const ruleFields = {
  name: text(1, 100),
  description: text(0, 500),
  ...conditionFields,
  severity: z.enum(alertSeverities),
  labels,
} as const;

interface WindowedCondition {
  measure?: string | null | undefined;
  windowSeconds?: number | null | undefined;
}

/** A change needs a window, a value has none. */
export function windowFits({ measure, windowSeconds }: WindowedCondition): boolean {
  return (measure === "VALUE") === (windowSeconds == null);
}

export const windowProblem = { path: ["windowSeconds"], message: "given for a change, and only then" };
