import { isWorse } from "../alert/alert.codes.ts";
import type { AlertSeverity } from "../alert/alert.codes.ts";
import { news2Risks } from "../news2/news2.ts";
import type { News2Risk } from "../news2/news2.ts";
import { directions } from "./rule.codes.ts";
import type {
  DeviceOfflineCondition,
  Level,
  News2Condition,
  ThresholdCondition,
  TrendCondition,
  VitalCondition,
} from "./rule.condition.ts";
import { isBackInside, isBeyond, levelsOf, worstOf } from "./rule.levels.ts";
import { measure, minuteMs, within } from "./rule.measures.ts";
import type { Baseline, Measured, Sample } from "./rule.measures.ts";

/** What a rule says of a patient at a moment. CLEAR means something only where an alert of it is open. */
export type Verdict =
  | { is: "FIRES"; severity: AlertSeverity; level: Level; measured: Measured }
  | { is: "CLEAR" }
  /** Too little is known, or what is known neither begins nor ends anything. */
  | { is: "NOTHING" };

export interface Seen {
  /** Oldest first, the newest last; what came late is in its place, and never the newest. */
  window: readonly Sample[];
  /** How long after it was measured the newest came. */
  ageMs: number;
  /** Of BASELINE rules. */
  baseline: Baseline | null;
}

const nothing = { is: "NOTHING" } as const;
const clear = { is: "CLEAR" } as const;
/** A doubtful reading counts where the one before it, not longer ago than this, says the same. */
const agreesWithinMs = 60 * minuteMs;

/**
 * The one place where it is decided what readings mean: live, by jobs and in back-tests.
 *
 * @param levels those of the condition that hold for the patient; a nearer rule may have taken the place of others.
 */
export function decide(condition: VitalCondition, levels: readonly Level[], seen: Seen): Verdict {
  if (condition.kind === "THRESHOLD") return decideThreshold(condition, levels, seen);
  return condition.measure === "COUNT"
    ? decideCount(condition, levels, seen)
    : decideTrend(condition, levels, seen);
}

/** How many readings, the newest included, a decision may need. */
export function readingsNeeded(condition: VitalCondition): number {
  if (condition.kind === "THRESHOLD") return Math.max(condition.consecutive, 2);
  return condition.measure === "COUNT" ? (condition.of ?? 1) : Number.POSITIVE_INFINITY;
}

function decideThreshold(
  { consecutive, hysteresis, maxAgeMinutes }: ThresholdCondition,
  levels: readonly Level[],
  { window, ageMs }: Seen,
): Verdict {
  const newest = window.at(-1);
  if (!newest) return nothing;
  const isTooOld = maxAgeMinutes !== null && ageMs > maxAgeMinutes * minuteMs;
  const needed = newest.isDoubtful ? Math.max(consecutive, 2) : consecutive;
  const run = window.slice(-needed);
  const agrees = !newest.isDoubtful || newest.at - (run.at(-2)?.at ?? 0) <= agreesWithinMs;
  const reached = levels.filter(
    ({ operator, limit }) =>
      run.length === needed && agrees && run.every(({ value }) => isBeyond(value, operator, limit)),
  );
  const level = worstOf(reached);
  if (level) {
    if (isTooOld) return nothing;
    const { severity } = level;
    return { is: "FIRES", severity, level, measured: { value: newest.value, readings: run, facts: {} } };
  }
  return !newest.isDoubtful && isBackInside(newest.value, levels, hysteresis) ? clear : nothing;
}

function decideCount(
  { count, of, windowMinutes, hysteresis }: TrendCondition,
  levels: readonly Level[],
  { window }: Seen,
): Verdict {
  const newest = window.at(-1);
  if (!newest || newest.isDoubtful || count === null || of === null) return nothing;
  const looked = within(window, newest.at, windowMinutes).slice(-of);
  const beyond = ({ operator, limit }: Level) =>
    looked.filter(({ value }) => isBeyond(value, operator, limit));
  const level = worstOf(levels.filter((each) => beyond(each).length >= count));
  // A good reading keeps up what bad ones before it raised, and raises nothing itself.
  if (level && !levels.some(({ operator, limit }) => isBeyond(newest.value, operator, limit))) return nothing;
  if (level) {
    const facts = { count: beyond(level).length, of: looked.length };
    return {
      is: "FIRES",
      severity: level.severity,
      level,
      measured: { value: newest.value, readings: looked, facts },
    };
  }
  const outside = looked.filter(({ value }) => !isBackInside(value, levels, hysteresis)).length;
  return outside < count ? clear : nothing;
}

function decideTrend(condition: TrendCondition, levels: readonly Level[], seen: Seen): Verdict {
  let isClear = true;
  let worst: Extract<Verdict, { is: "FIRES" }> | null = null;
  for (const direction of directions) {
    const ofDirection = levelsOf(levels, direction);
    if (ofDirection.length === 0) continue;
    const measured = measure(condition, direction, seen.window, seen.baseline);
    if (!measured) return nothing;
    const level = worstOf(
      ofDirection.filter(({ operator, limit }) => isBeyond(measured.value, operator, limit)),
    );
    if (level && (!worst || isWorse(level.severity, worst.severity)))
      worst = { is: "FIRES", severity: level.severity, level, measured };
    isClear &&= isBackInside(measured.value, ofDirection, condition.hysteresis);
  }
  return worst ?? (isClear ? clear : nothing);
}

/** The severity of a NEWS2 risk: of the highest level that it reaches. Null: CLEAR. */
export function decideNews2({ levels }: News2Condition, risk: News2Risk): AlertSeverity | null {
  const rank = (each: News2Risk) => news2Risks.indexOf(each);
  return worstOf(levels.filter((level) => rank(level.risk) <= rank(risk)))?.severity ?? null;
}

/** The level of a silence of so many minutes. Null: CLEAR. */
export function decideSilence(
  { levels }: Pick<DeviceOfflineCondition, "levels">,
  silentMinutes: number,
): DeviceOfflineCondition["levels"][number] | null {
  return worstOf(levels.filter(({ minutes }) => silentMinutes >= minutes));
}
