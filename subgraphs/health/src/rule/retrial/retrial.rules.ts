import type { AlertRow } from "../../alert/alert.row.ts";
import type { Finding } from "../../alert/finding.ts";
import type { PatientFacts } from "../../patient/patient.facts.ts";
import { lookEveryMs } from "../backtest/replay.rules.ts";
import type { PastReading } from "../backtest/replay.rules.ts";
import type { ActiveRule, RuleBook } from "../rule.book.ts";
import { isLookedAtLater, windowMinutesMax } from "../rule.condition.ts";
import type { VitalCondition } from "../rule.condition.ts";
import { decide, readingsNeeded } from "../rule.decision.ts";
import { vitalFinding } from "../rule.finding.ts";
import { minuteMs, samplesMax } from "../rule.measures.ts";
import type { Baseline, Sample } from "../rule.measures.ts";

const dayMs = 24 * 60 * minuteMs;

/**
 * Whether an alert may rest on a reading: it is one of those that the alert shows, or lies in the time in which its rule read.
 * Of an ended one: whether what ended it may rest on the reading.
 *
 * @param reachMs how far back a decision of the rule reads.
 */
export function restsOn(alert: AlertRow, measuredAt: Date, reachMs: number): boolean {
  const { cause, causedAt, lastCausedAt, state } = alert;
  const at = measuredAt.getTime();
  if (state !== "RESOLVED") {
    const isShown = [...cause.readings, ...(cause.worst?.readings ?? [])].some(
      (reading) => Date.parse(reading.at) === at,
    );
    return isShown || (at >= causedAt.getTime() - reachMs && at <= lastCausedAt.getTime());
  }
  const clearedAt = cause.clearedAt === null ? Number.NaN : Date.parse(cause.clearedAt);
  return at <= clearedAt && at >= clearedAt - reachMs;
}

/** Beside the reading itself: the ones before that a rule counts, its window, or the days of a baseline. */
export function reachMsOf(condition: VitalCondition): number {
  if (condition.kind === "THRESHOLD") return 0;
  if (condition.measure === "BASELINE") return windowMinutesMax * minuteMs + dayMs;
  return condition.windowMinutes * minuteMs;
}

export interface Trial {
  rule: ActiveRule<VitalCondition>;
  book: RuleBook;
  patient: PatientFacts;
  /** Those before the first of `readings`, oldest first. */
  before: readonly Sample[];
  /** What is left since the alert was caused; spikes left out. */
  readings: readonly PastReading[];
  /** Moments at which the rule is known to have looked, in milliseconds. */
  lookedAt: readonly number[];
  baselineOf: (at: number) => Baseline | null;
}

/** What a rule finds in readings, in the order in which they came; as it would have, had there been no others. */
export function findingsAgain(trial: Trial): Finding[] {
  const { rule, book, patient, baselineOf } = trial;
  const { condition } = rule;
  const isLater = isLookedAtLater(condition);
  const count = Math.min(Math.max(readingsNeeded(condition), 2), samplesMax);
  const findings: Finding[] = [];
  const samples = [...trial.before];
  const isLooked = looksOf(trial, isLater);
  let isOpen = false;
  for (const reading of inOrderOfArrival(trial.readings)) {
    const isLate = (samples.at(-1)?.at ?? Number.NEGATIVE_INFINITY) > reading.at;
    insert(samples, reading);
    if (isLate || !isLooked(reading)) continue;
    const at = new Date(reading.at);
    const { code } = condition;
    const holding = isLater
      ? book.forLook(patient, at, code)
      : book.forReading(patient, at, code, reading.meal);
    const held = holding.find((each) => each.rule.id === rule.id);
    if (!held) continue;
    const ageMs = isLater ? 0 : reading.receivedAt - reading.at;
    const window = samples
      .slice(-count)
      .filter((each) => each.at >= reading.at - windowMinutesMax * minuteMs);
    const verdict = decide(condition, held.levels, { window, ageMs, baseline: baselineOf(reading.at) });
    const found = vitalFinding(held, patient, at, verdict, isOpen);
    if (!found) continue;
    findings.push(found);
    isOpen = found.outcome.is === "FIRES";
  }
  return findings;
}

/** Trends are looked at every few minutes, and then at the newest. */
function looksOf({ readings, lookedAt }: Trial, isLater: boolean): (reading: PastReading) => boolean {
  if (!isLater) return () => true;
  const slotOf = ({ receivedAt }: PastReading) => Math.ceil(receivedAt / lookEveryMs);
  const newest = new Map<number, number>();
  for (const reading of readings)
    newest.set(slotOf(reading), Math.max(newest.get(slotOf(reading)) ?? reading.at, reading.at));
  return (reading) => newest.get(slotOf(reading)) === reading.at || lookedAt.includes(reading.at);
}

function inOrderOfArrival(readings: readonly PastReading[]): PastReading[] {
  return readings.toSorted((a, b) => a.receivedAt - b.receivedAt || a.at - b.at);
}

function insert(samples: Sample[], reading: Sample): void {
  let place = samples.length;
  while (place > 0 && (samples[place - 1]?.at ?? 0) > reading.at) place -= 1;
  samples.splice(place, 0, reading);
}
