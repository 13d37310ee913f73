import { z } from "zod";
import { alertSeverities } from "../alert/alert.codes.ts";
import type { RuleKind } from "../alert/alert.codes.ts";
import { news2Risks } from "../news2/news2.ts";
import { mealContexts, vital, vitalCodes } from "../vital/vital.codes.ts";
import { definitionOf } from "../vital/vital.catalogue.ts";
import { directionOf, operators, trendMeasures } from "./rule.codes.ts";
import type { Operator } from "./rule.codes.ts";

export const consecutiveMax = 10;
export const countMax = 50;
export const levelsMax = 6;
export const dayMinutes = 1_440;
/** A trend reads so far back at most; so does the personal baseline, which is of this length. */
export const windowMinutesMax = 14 * dayMinutes;
const maxAgeMinutesMax = 7 * dayMinutes;
const silenceMinutesMax = 90 * dayMinutes;

const number = z.number().refine(Number.isFinite, "a number");
const severity = z.enum(alertSeverities);

export const levelShape = z.object({ severity, operator: z.enum(operators), limit: number });
/** From which value on, and how bad. */
export type Level = z.infer<typeof levelShape>;

const levels = z
  .array(levelShape)
  .min(1, "at least one")
  .max(levelsMax, `at most ${levelsMax}`)
  .superRefine(ordered);
/** How far back inside its limit a value must be before the alert is over. */
const hysteresis = number.pipe(z.number().min(0, "at least 0"));

const threshold = z.object({
  kind: z.literal("THRESHOLD"),
  code: z.enum(vitalCodes),
  levels,
  /** In the unit of the code. */
  hysteresis,
  /** So many readings one after another. */
  consecutive: z.number().int().min(1, "at least 1").max(consecutiveMax, `at most ${consecutiveMax}`),
  /** Of glucose: only what was measured then; null for all. */
  mealContext: z.enum(mealContexts).nullable(),
  /** What was measured longer before it came raises nothing; null: however old. */
  maxAgeMinutes: z.number().int().min(1).max(maxAgeMinutesMax, `at most ${maxAgeMinutesMax}`).nullable(),
});
export type ThresholdCondition = z.infer<typeof threshold>;

const trend = z.object({
  kind: z.literal("TREND"),
  code: z.enum(vitalCodes),
  measure: z.enum(trendMeasures),
  /** Back from the newest reading. */
  windowMinutes: z.number().int().min(1).max(windowMinutesMax, `at most ${windowMinutesMax}`),
  levels,
  /** In what is measured: /h, /d, the code's unit, percent, deviations. */
  hysteresis,
  /** Of COUNT: so many… */
  count: z.number().int().min(1).max(countMax, `at most ${countMax}`).nullable(),
  /** …of so many. */
  of: z.number().int().min(1).max(countMax, `at most ${countMax}`).nullable(),
  /** With fewer in the window (of BASELINE: in the baseline) nothing is said. */
  minReadings: z.number().int().min(2, "at least 2").max(200, "at most 200"),
});
export type TrendCondition = z.infer<typeof trend>;

const news2 = z.object({
  kind: z.literal("NEWS2"),
  levels: z
    .array(z.object({ severity, risk: z.enum(news2Risks) }))
    .min(1, "at least one")
    .max(news2Risks.length)
    .superRefine((given, context) => unique(given, ({ risk }) => risk, "risk", context)),
});
export type News2Condition = z.infer<typeof news2>;

const minutes = z.number().int().min(1, "at least 1").max(silenceMinutesMax, `at most ${silenceMinutesMax}`);
const silenceLevels = z
  .array(z.object({ severity, minutes }))
  .min(1, "at least one")
  .max(3, "at most 3")
  .superRefine((given, context) => unique(given, ({ severity: each }) => each, "severity", context));

const missingData = z.object({
  kind: z.literal("MISSING_DATA"),
  /** None of these was measured for so long; empty: nothing at all. */
  codes: z.array(z.enum(vitalCodes)).max(vitalCodes.length),
  /** Only of patients who have a device from which readings are expected. */
  expectedOnly: z.boolean(),
  levels: silenceLevels,
});
export type MissingDataCondition = z.infer<typeof missingData>;

const deviceOffline = z.object({ kind: z.literal("DEVICE_OFFLINE"), levels: silenceLevels });
export type DeviceOfflineCondition = z.infer<typeof deviceOffline>;

/** What a rule asks, by its kind; stored as JSON. */
export const conditionShape = z
  .discriminatedUnion("kind", [threshold, trend, news2, missingData, deviceOffline])
  .superRefine(checkThreshold)
  .superRefine(checkTrend);
export type Condition = z.infer<typeof conditionShape>;
export type VitalCondition = ThresholdCondition | TrendCondition;

export function isVital(condition: Condition): condition is VitalCondition {
  return condition.kind === "THRESHOLD" || condition.kind === "TREND";
}

/** Trends that are looked at every few minutes, not with each reading: they read hours or days of them. */
export function isLookedAtLater(condition: Condition): condition is TrendCondition {
  return condition.kind === "TREND" && condition.measure !== "COUNT";
}

/** As the database holds it. It was checked when it was written; one that does not fit is a bug. */
export function conditionOf(kind: string, stored: unknown): Condition {
  const condition = conditionShape.parse(stored);
  if (condition.kind !== kind) throw new RangeError(`a ${kind} rule holds a condition of ${condition.kind}`);
  return condition;
}

/** The worse a level, the further out its limit: else the milder one would hide behind it, or never be reached. */
function ordered(given: readonly Level[], context: z.RefinementCtx): void {
  for (const [i, level] of given.entries()) {
    const milder = given.filter(
      (other) =>
        directionOf(other.operator) === directionOf(level.operator) &&
        alertSeverities.indexOf(other.severity) < alertSeverities.indexOf(level.severity),
    );
    if (milder.some((other) => !isFurther(level.operator, level.limit, other.limit)))
      issue(context, [i, "limit"], "must be further out than that of a milder level");
    const twin = given.findIndex(
      (other) =>
        other.severity === level.severity && directionOf(other.operator) === directionOf(level.operator),
    );
    if (twin !== i) issue(context, [i, "severity"], "there is one of this severity and direction already");
  }
  const highest = Math.max(...limitsOf(given, "LOW"));
  const lowest = Math.min(...limitsOf(given, "HIGH"));
  const crossed = given.findIndex(({ operator }) => directionOf(operator) === "HIGH");
  if (highest >= lowest)
    issue(context, [crossed, "limit"], "limits below and above leave nothing between them");
}

function limitsOf(given: readonly Level[], direction: "LOW" | "HIGH"): number[] {
  return given.filter(({ operator }) => directionOf(operator) === direction).map(({ limit }) => limit);
}

function isFurther(operator: Operator, limit: number, than: number): boolean {
  return directionOf(operator) === "HIGH" ? limit > than : limit < than;
}

type Other<Kind extends RuleKind> = { kind: Exclude<RuleKind, Kind> };

function checkThreshold(condition: ThresholdCondition | Other<"THRESHOLD">, context: z.RefinementCtx): void {
  if (condition.kind !== "THRESHOLD") return;
  if (condition.mealContext !== null && condition.code !== vital.glucose)
    issue(context, ["mealContext"], "of glucose only");
  checkLimits(condition, context);
}

/** What no living person has is never reached, or always. */
function checkLimits(
  { code, levels: given }: Pick<ThresholdCondition, "code" | "levels">,
  context: z.RefinementCtx,
) {
  const [low, high] = definitionOf(code).possible;
  for (const [i, { limit }] of given.entries())
    if (limit < low || limit > high) issue(context, ["levels", i, "limit"], `${low} to ${high}`);
}

function checkTrend(condition: TrendCondition | Other<"TREND">, context: z.RefinementCtx): void {
  if (condition.kind !== "TREND") return;
  const { measure, count, of } = condition;
  if (measure === "COUNT") {
    if (count === null) issue(context, ["count"], "needed to count readings");
    if (of === null) issue(context, ["of"], "needed to count readings");
    if (count !== null && of !== null && count > of) issue(context, ["count"], `at most ${of}`);
    checkLimits(condition, context);
  } else {
    if (count !== null) issue(context, ["count"], "of COUNT only");
    if (of !== null) issue(context, ["of"], "of COUNT only");
  }
  if (measure === "BASELINE" && condition.windowMinutes !== windowMinutesMax)
    issue(context, ["windowMinutes"], `a baseline is of ${windowMinutesMax} minutes, 14 days`);
  if (measure.startsWith("CHANGE"))
    for (const [i, { operator, limit }] of condition.levels.entries())
      if (directionOf(operator) === "HIGH" ? limit <= 0 : limit >= 0)
        issue(context, ["levels", i, "limit"], "a rise is above 0, a fall below");
}

function unique<T>(
  given: readonly T[],
  keyOf: (item: T) => string,
  field: string,
  context: z.RefinementCtx,
): void {
  for (const [i, item] of given.entries())
    if (given.findIndex((other) => keyOf(other) === keyOf(item)) !== i)
      issue(context, [i, field], "each once");
}

function issue(context: z.RefinementCtx, path: (string | number)[], message: string): void {
  context.addIssue({ code: "custom", path, message });
}
