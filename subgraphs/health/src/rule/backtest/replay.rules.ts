import { isWorse } from "../../alert/alert.codes.ts";
import type { AlertSeverity } from "../../alert/alert.codes.ts";
import type { MealContext } from "../../vital/vital.codes.ts";
import { isLookedAtLater, windowMinutesMax } from "../rule.condition.ts";
import type { VitalCondition } from "../rule.condition.ts";
import { decide, readingsNeeded } from "../rule.decision.ts";
import type { Verdict } from "../rule.decision.ts";
import { baselineDay, baselineOf, minuteMs, samplesMax } from "../rule.measures.ts";
import type { Baseline, Sample } from "../rule.measures.ts";

/** A reading as it once came. */
export interface PastReading extends Sample {
  /** In milliseconds, as `at`. */
  receivedAt: number;
  meal: MealContext | null;
}

/** A time in which an alert would have been open. */
export interface Firing {
  severity: AlertSeverity;
  /** When what raised it, and what ended it, was measured; null: it would still be open at the end. */
  raisedAt: number;
  clearedAt: number | null;
  /** Findings that raised it and kept it up. */
  count: number;
  /** What was compared when it was worst, and what that was made from. */
  value: number;
  readings: readonly Sample[];
}

/** As often as trends are looked at; see rule.jobs.ts. */
export const lookEveryMs = 5 * minuteMs;
const windowMs = windowMinutesMax * minuteMs;
/** A baseline is of the 14 days before the reading's day. */
export const lookBackMs = windowMs + 24 * 60 * minuteMs;
const freshMs = 24 * 60 * minuteMs;

/**
 * What a rule would have done with these readings of one patient and code: the same decisions in the order in which the
 * readings came. What came late is in its place for what follows, and raises nothing.
 *
 * @param readings in any order; from `lookBackMs` before `from` on, spikes left out.
 * @param from nothing is judged before it, in milliseconds.
 */
export function replay(condition: VitalCondition, readings: readonly PastReading[], from: number): Firing[] {
  const isLater = isLookedAtLater(condition);
  const past = new Past(condition);
  const firings = new Firings();
  let slot: number | null = null;
  let newest: PastReading | null = null;
  const take = (at: number, verdict: Verdict) => {
    if (verdict.is === "NOTHING") return;
    firings.take(at, verdict.is === "CLEAR" ? null : { ...verdict.measured, severity: verdict.severity });
  };
  const look = () => {
    if (newest && slot !== null && slot * lookEveryMs - newest.at < freshMs)
      take(newest.at, past.judge(newest, 0));
    slot = null;
  };
  for (const reading of inOrderOfArrival(readings, condition)) {
    const slotNow = Math.ceil(reading.receivedAt / lookEveryMs);
    if (isLater && slot !== null && slotNow > slot) look();
    const isLate = newest !== null && reading.at < newest.at;
    past.add(reading);
    if (isLate) continue;
    newest = reading;
    if (reading.receivedAt < from) continue;
    if (isLater) slot = slotNow;
    else take(reading.at, past.judge(reading, reading.receivedAt - reading.at));
  }
  if (isLater) look();
  return firings.all;
}

function inOrderOfArrival(readings: readonly PastReading[], condition: VitalCondition): PastReading[] {
  const meal = condition.kind === "THRESHOLD" ? condition.mealContext : null;
  return readings
    .filter((reading) => meal === null || reading.meal === meal)
    .toSorted((a, b) => a.receivedAt - b.receivedAt || a.at - b.at);
}

/** What had come so far, in the order of measuring. */
class Past {
  private readonly samples: Sample[] = [];
  private readonly baselines = new Map<number, Baseline>();

  constructor(private readonly condition: VitalCondition) {}

  add(reading: Sample): void {
    let place = this.samples.length;
    while (place > 0 && (this.samples[place - 1]?.at ?? 0) > reading.at) place -= 1;
    this.samples.splice(place, 0, reading);
  }

  judge(newest: Sample, ageMs: number): Verdict {
    const { condition } = this;
    const window = this.window(newest.at);
    const isOfBaseline = condition.kind === "TREND" && condition.measure === "BASELINE";
    const baseline = isOfBaseline ? this.baseline(newest.at) : null;
    return decide(condition, condition.levels, { window, ageMs, baseline });
  }

  private window(until: number): Sample[] {
    const count = Math.min(readingsNeeded(this.condition), samplesMax);
    return this.samples.slice(-count).filter(({ at }) => at >= until - windowMs);
  }

  private baseline(at: number): Baseline {
    const day = baselineDay(at);
    const known = this.baselines.get(day);
    if (known) return known;
    const values = this.samples.filter(
      (sample) => !sample.isDoubtful && sample.at >= day - windowMs && sample.at < day,
    );
    const made = baselineOf(values.map(({ value }) => value));
    this.baselines.set(day, made);
    return made;
  }
}

/** What one open alert at a time makes of what is found. */
export class Firings {
  readonly all: Firing[] = [];

  /** @param found null: what raised it is over. */
  take(at: number, found: Pick<Firing, "severity" | "value" | "readings"> | null): void {
    const last = this.all.at(-1);
    const open = last && last.clearedAt === null ? last : null;
    if (!found) {
      if (open) open.clearedAt = at;
      return;
    }
    const { severity, value, readings } = found;
    if (!open) this.all.push({ severity, raisedAt: at, clearedAt: null, count: 1, value, readings });
    else {
      open.count += 1;
      if (isWorse(severity, open.severity)) Object.assign(open, { severity, value, readings });
    }
  }
}
