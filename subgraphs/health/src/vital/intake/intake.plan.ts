import { v7 } from "uuid";
import { ScoredSets } from "../../news2/news2.sets.ts";
import { news2Codes, news2Of, scored } from "../../news2/news2.state.ts";
import type { News2Rules } from "../../news2/news2.state.ts";
import type { News2 } from "../../news2/news2.ts";
import type { PatientFacts } from "../../patient/patient.facts.ts";
import type { LatestValue, LatestValues, ScoredSet, StoredReading } from "../reading.ts";
import { bmiOf } from "../vital.bmi.ts";
import { vital } from "../vital.codes.ts";
import type { ReadingFlag, VitalCode } from "../vital.codes.ts";
import { isNewest, latestOfReading } from "../vital.latest.ts";

/** What is known of a patient before an intake. */
export interface KnownPatient {
  facts: PatientFacts;
  /** Of the file; measured heights stand among the values. */
  heightCm: number | null;
  before: LatestValues;
}

export interface IntakePlan {
  /** By time, with what follows from them (a BMI) and what is to be said of them (LATE). */
  readings: readonly StoredReading[];
  after: LatestValues;
  /** Of the last set that changed a part of the score: null if there was none to be made, undefined if no part changed. */
  news2: News2 | null | undefined;
  /** What the history of scores gets: each that differs from the one before, and one for every quarter of an hour. */
  scores: readonly News2[];
  /** What composite rules judge. */
  sets: readonly ScoredSet[];
}

const lateMs = 60 * 60_000;
const historyEveryMs = 15 * 60_000;

/** What comes of the fresh readings of one patient: a fold over the moments at which they were measured. */
export function planIntake(
  { facts, heightCm, before }: KnownPatient,
  fresh: readonly StoredReading[],
  rules: News2Rules,
): IntakePlan {
  const after: Partial<Record<VitalCode, LatestValue>> = { ...before };
  const readings: StoredReading[] = [];
  const scores: News2[] = [];
  const sets = new ScoredSets();
  let last = scored(news2Of(before, facts, rules));
  let news2: News2 | null | undefined;
  for (const step of byMoment(fresh)) {
    const all = [...step, ...computed(step, after, heightCm)].map((reading) => withLateness(reading, before));
    readings.push(...all);
    const newest = all.filter(({ measuredAt, code }) => isNewest(measuredAt, code, after));
    for (const reading of newest) after[reading.code] = latestOfReading(reading);
    if (!newest.some(({ code }) => news2Codes.has(code))) continue;
    news2 = scored(news2Of(after, facts, rules));
    if (news2 && !isSameScore(last, news2)) scores.push(news2);
    last = news2;
    sets.add(newest.filter(isTrusted), news2 && { news2, latest: { ...after } });
  }
  return { readings, after, news2, scores, sets: sets.all };
}

function isTrusted({ flags }: StoredReading): boolean {
  return !flags.includes("SPIKE") && !flags.includes("IMPLAUSIBLE");
}

/** Those measured at the same moment, in the order of time. */
function byMoment(readings: readonly StoredReading[]): StoredReading[][] {
  const steps: StoredReading[][] = [];
  let moment: number | undefined;
  for (const reading of readings.toSorted((a, b) => a.measuredAt.getTime() - b.measuredAt.getTime())) {
    const at = reading.measuredAt.getTime();
    if (at === moment) steps.at(-1)?.push(reading);
    else steps.push([reading]);
    moment = at;
  }
  return steps;
}

/** A weight or a height makes a BMI, where the other is known and the device has not sent one itself. */
function computed(
  step: readonly StoredReading[],
  known: LatestValues,
  heightCm: number | null,
): StoredReading[] {
  const of = (code: VitalCode) => step.find((reading) => reading.code === code);
  const weight = of(vital.weight);
  const height = of(vital.height);
  const from = weight ?? height;
  if (!from || of(vital.bmi)) return [];
  const weightKg = weight?.value ?? known[vital.weight]?.value;
  const bodyCm = height?.value ?? known[vital.height]?.value ?? heightCm;
  const bmi = weightKg !== undefined && bodyCm !== null ? bmiOf(weightKg, bodyCm) : null;
  if (!bmi) return [];
  const flags = [...new Set<ReadingFlag>([...from.flags, ...bmi.flags])];
  return [{ ...from, id: v7(), code: vital.bmi, value: bmi.value, given: null, mealContext: null, flags }];
}

function withLateness(reading: StoredReading, before: LatestValues): StoredReading {
  const { measuredAt, receivedAt, code, flags } = reading;
  const isLate = receivedAt.getTime() - measuredAt.getTime() > lateMs || !isNewest(measuredAt, code, before);
  return isLate && !flags.includes("LATE") ? { ...reading, flags: [...flags, "LATE"] } : reading;
}

function isSameScore(one: News2 | null, other: News2): boolean {
  const quarterOf = ({ at }: News2) => Math.floor(at.getTime() / historyEveryMs);
  return (
    one !== null &&
    one.scale === other.scale &&
    quarterOf(one) === quarterOf(other) &&
    JSON.stringify([one.parts, one.assumed]) === JSON.stringify([other.parts, other.assumed])
  );
}
