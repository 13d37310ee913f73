import { describe, expect, test } from "vitest";
import { randomOf } from "../random.ts";
import { Body } from "./body.ts";
import type { Vitals } from "./body.ts";
import type { EpisodeKind } from "./episode.ts";
import { Drift, rhythmAt } from "./rhythm.ts";

const minute = 60_000;
const day = 24 * 60 * minute;
const start = Date.parse("2026-11-22T00:00:00+08:00");

/** Every five minutes of so many days. */
function life(body: Body, days: number): { atMs: number; vitals: Vitals }[] {
  return Array.from({ length: days * 288 }, (_, nth) => {
    const atMs = start + nth * 5 * minute;
    return { atMs, vitals: body.at(atMs) };
  });
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const spread = (values: readonly number[]) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};
const correlation = (one: readonly number[], other: readonly number[]) => {
  const [a, b] = [mean(one), mean(other)];
  return mean(one.map((value, nth) => (value - a) * ((other[nth] ?? 0) - b))) / (spread(one) * spread(other));
};

describe("noise with a memory", () => {
  const series = (stepMs: number, length: number) => {
    const drift = new Drift(10 * minute, randomOf("seed", "noise"));
    return Array.from({ length }, (_, nth) => drift.at(nth * stepMs));
  };

  test("has mean 0, variance 1 and forgets at its pace, in whatever steps it is asked for", () => {
    for (const [stepMs, remembered] of [
      [minute, Math.exp(-0.1)],
      [5 * minute, Math.exp(-0.5)],
    ] as const) {
      const values = series(stepMs, 40_000);
      expect(mean(values)).toBeCloseTo(0, 0.5);
      expect(Math.abs(mean(values))).toBeLessThan(0.1);
      expect(Math.abs(spread(values) - 1)).toBeLessThan(0.05);
      expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)) - remembered)).toBeLessThan(0.03);
    }
  });
});

describe("a day's rhythm", () => {
  test("has its mean, its amplitude and its peak where they were set", () => {
    const cosinor = { mesor: 70, amplitude: 6, acrophase: 15 };
    const values = Array.from({ length: 288 }, (_, nth) => rhythmAt(cosinor, start + nth * 5 * minute, 8));
    expect(mean(values)).toBeCloseTo(70, 6);
    expect(Math.max(...values)).toBeCloseTo(76, 6);
    expect(Math.min(...values)).toBeCloseTo(64, 6);
    expect(values.indexOf(Math.max(...values)) / 12).toBeCloseTo(15, 6);
  });
});

describe("a body", () => {
  test("is the same again with the same seed, and another with another name", () => {
    const values = (seed: string, name: string) => life(new Body({ seed, name, episodesPerDay: 3 }), 1);
    expect(values("s", "a")).toEqual(values("s", "a"));
    expect(values("s", "a")).not.toEqual(values("s", "b"));
  });

  test("that is well stays within what is seen in people at rest", () => {
    for (const name of ["a", "b", "c", "d", "e", "f"]) {
      for (const { vitals } of life(new Body({ seed: "well", name }), 7)) {
        expect(vitals.systolic).toBeGreaterThan(vitals.diastolic);
        expect([vitals.systolic >= 85, vitals.systolic <= 170]).toEqual([true, true]);
        expect([vitals.heartRate >= 40, vitals.heartRate <= 110]).toEqual([true, true]);
        expect([vitals.respiration >= 9, vitals.respiration <= 24]).toEqual([true, true]);
        expect([vitals.spo2 >= 94, vitals.spo2 <= 100]).toEqual([true, true]);
        expect([vitals.temperature >= 35.8, vitals.temperature <= 37.7]).toEqual([true, true]);
        expect([vitals.glucose >= 3.9, vitals.glucose <= 9.5]).toEqual([true, true]);
      }
    }
  });

  test("has more pressure by day than at night, and sugar after meals; a diabetic one more of it", () => {
    const values = life(new Body({ seed: "well", name: "rhythm" }), 14);
    const between = (from: number, until: number, sign: keyof Vitals, of = values) =>
      mean(
        of
          .filter(({ atMs }) => {
            const hour = ((atMs - start) % day) / 3_600_000;
            return hour >= from && hour < until;
          })
          .map(({ vitals }) => vitals[sign]),
      );
    const dip = between(13, 17, "systolic") - between(1, 5, "systolic");
    expect(dip).toBeGreaterThan(11);
    expect(dip).toBeLessThan(19);
    const rise = (of: typeof values) => between(13, 14, "glucose", of) - between(5, 7, "glucose", of);
    expect(rise(values)).toBeGreaterThan(1.5);
    expect(rise(life(new Body({ seed: "well", name: "rhythm", hasDiabetes: true }), 14))).toBeGreaterThan(4);
  });

  test("has heart and breath that rise together", () => {
    const values = life(new Body({ seed: "well", name: "together" }), 14);
    const series = (sign: keyof Vitals) => values.map(({ vitals }) => vitals[sign]);
    expect(correlation(series("heartRate"), series("respiration"))).toBeGreaterThan(0.3);
    expect(correlation(series("heartRate"), series("systolic"))).toBeGreaterThan(0.3);
  });

  test.each<[EpisodeKind, (worst: Vitals) => boolean]>([
    // Bands of NEWS2 (RCP 2017) that score; in sum at least 5: MEDIUM or above.
    [
      "INFECTION",
      ({ heartRate, respiration, temperature }) => heartRate > 90 && respiration > 20 && temperature > 38,
    ],
    ["RESPIRATORY", ({ respiration, spo2 }) => respiration > 24 && spo2 < 92],
    ["HYPERTENSIVE", ({ systolic }) => systolic >= 180],
    ["HYPOGLYCAEMIA", ({ glucose }) => glucose < 3],
  ])("in an episode (%s) comes to where somebody must look, and gets well again", (kind, isSerious) => {
    const body = new Body({ seed: "ill", name: kind, hasHypertension: kind === "HYPERTENSIVE" });
    const before = body.at(start + 5 * 60 * minute);
    body.suffer({
      kind,
      startsMs: start + 5 * 60 * minute,
      onsetMs: 20 * minute,
      plateauMs: 30 * minute,
      recoveryMs: 60 * minute,
    });
    const plateau = Array.from({ length: 30 }, (_, nth) => body.at(start + (5 * 60 + 20 + nth) * minute));
    const after = body.at(start + 7 * 60 * minute);
    expect(isSerious(before)).toBe(false);
    expect(plateau.some(isSerious)).toBe(true);
    expect(isSerious(after)).toBe(false);
  });

  test("falls ill about as often as it is said to", () => {
    const body = new Body({ seed: "fate", name: "often", episodesPerDay: 4 });
    const begun = new Set<number>();
    for (let atMs = start; atMs < start + 60 * day; atMs += 5 * minute) {
      body.at(atMs);
      if (body.lastEpisode) begun.add(body.lastEpisode.startsMs);
    }
    // Four a day while it is well; it is ill for about two hours each time.
    expect(begun.size / 60).toBeGreaterThan(2);
    expect(begun.size / 60).toBeLessThan(4);
  });
});
