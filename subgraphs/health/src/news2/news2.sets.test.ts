import { describe, expect, test } from "vitest";
import { v7 } from "uuid";
import type { ScoredSet, StoredReading } from "../vital/reading.ts";
import { vital } from "../vital/vital.codes.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import { ScoredSets } from "./news2.sets.ts";

const second = 1_000;
const minute = 60 * second;

const reading = (code: VitalCode, at: number): StoredReading => ({
  id: v7(),
  patientId: v7(),
  code,
  value: 1,
  given: null,
  measuredAt: new Date(at),
  statedAt: new Date(at),
  receivedAt: new Date(at),
  skewMs: 0,
  deviceId: null,
  source: "DEVICE",
  setId: v7(),
  mealContext: null,
  flags: [],
  enteredById: null,
});

const scored = (score: number): ScoredSet => ({
  news2: {
    score,
    risk: "LOW",
    parts: {
      respiration: 0,
      spo2: 0,
      oxygen: 0,
      systolic: 0,
      heartRate: 0,
      consciousness: 0,
      temperature: 0,
    },
    scale: 1,
    at: new Date(0),
    assumed: [],
  },
  latest: {},
});

type Step = [at: number, codes: VitalCode[], score: number | null];

function scoresOf(steps: readonly Step[]): number[] {
  const sets = new ScoredSets();
  for (const [at, codes, score] of steps)
    sets.add(
      codes.map((code) => reading(code, at)),
      score === null ? null : scored(score),
    );
  return sets.all.map(({ news2 }) => news2.score);
}

describe("a look at a patient is scored once, by its last value", () => {
  const { heartRate, respiration, systolic, weight } = vital;
  test.each<[string, Step[], number[]]>([
    [
      "values a few seconds apart",
      [
        [0, [heartRate], 5],
        [second, [systolic], 2],
        [2 * second, [respiration], 7],
      ],
      [7],
    ],
    [
      "a vital sign that comes again begins another",
      [
        [0, [heartRate], 5],
        [30 * second, [heartRate], 2],
      ],
      [5, 2],
    ],
    [
      "so does one after five minutes",
      [
        [0, [heartRate], 5],
        [5 * minute + 1, [systolic], 2],
      ],
      [5, 2],
    ],
    [
      "at five minutes it is the same",
      [
        [0, [heartRate], 5],
        [5 * minute, [systolic], 2],
      ],
      [2],
    ],
    [
      "what is no part of the score begins none",
      [
        [0, [heartRate], 5],
        [9 * minute, [weight], 1],
      ],
      [5],
    ],
    [
      "one that cannot be scored is none",
      [
        [0, [heartRate], null],
        [10 * minute, [heartRate], 3],
      ],
      [3],
    ],
    ["nothing of nothing", [], []],
  ])("%s", (_, steps, scores) => {
    expect(scoresOf(steps)).toEqual(scores);
  });
});
