import { describe, expect, test } from "vitest";
import type { LatestValues } from "../vital/reading.ts";
import { vital } from "../vital/vital.codes.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import { scoreNews2 } from "./news2.rules.ts";
import type { News2Values } from "./news2.rules.ts";
import { news2Of } from "./news2.state.ts";
import type { News2Parameter } from "./news2.ts";

const well: News2Values = {
  respiration: 16,
  spo2: 98,
  isOnOxygen: false,
  systolic: 120,
  heartRate: 70,
  consciousness: 0,
  temperature: 37,
};

/** Parameter, whether on oxygen, scale; then the published table as [value, points], both sides of every edge. */
type Column = readonly [
  keyof News2Values & News2Parameter,
  boolean,
  1 | 2,
  readonly (readonly [number, number])[],
];
const chart: readonly Column[] = [
  [
    "respiration",
    false,
    1,
    [
      [1, 3],
      [8, 3],
      [9, 1],
      [11, 1],
      [12, 0],
      [20, 0],
      [21, 2],
      [24, 2],
      [25, 3],
      [60, 3],
    ],
  ],
  [
    "spo2",
    false,
    1,
    [
      [50, 3],
      [91, 3],
      [92, 2],
      [93, 2],
      [94, 1],
      [95, 1],
      [96, 0],
      [100, 0],
    ],
  ],
  [
    "spo2",
    true,
    1,
    [
      [91, 3],
      [92, 2],
      [93, 2],
      [94, 1],
      [95, 1],
      [96, 0],
      [100, 0],
    ],
  ],
  [
    "spo2",
    false,
    2,
    [
      [83, 3],
      [84, 2],
      [85, 2],
      [86, 1],
      [87, 1],
      [88, 0],
      [92, 0],
      [93, 0],
      [95, 0],
      [97, 0],
      [100, 0],
    ],
  ],
  [
    "spo2",
    true,
    2,
    [
      [83, 3],
      [84, 2],
      [85, 2],
      [86, 1],
      [87, 1],
      [88, 0],
      [92, 0],
      [93, 1],
      [94, 1],
      [95, 2],
      [96, 2],
      [97, 3],
      [100, 3],
    ],
  ],
  [
    "systolic",
    false,
    1,
    [
      [60, 3],
      [90, 3],
      [91, 2],
      [100, 2],
      [101, 1],
      [110, 1],
      [111, 0],
      [219, 0],
      [220, 3],
      [300, 3],
    ],
  ],
  [
    "heartRate",
    false,
    1,
    [
      [30, 3],
      [40, 3],
      [41, 1],
      [50, 1],
      [51, 0],
      [90, 0],
      [91, 1],
      [110, 1],
      [111, 2],
      [130, 2],
      [131, 3],
      [200, 3],
    ],
  ],
  [
    "temperature",
    false,
    1,
    [
      [33, 3],
      [35, 3],
      [35.1, 1],
      [36, 1],
      [36.1, 0],
      [38, 0],
      [38.1, 1],
      [39, 1],
      [39.1, 2],
      [42, 2],
    ],
  ],
  [
    "consciousness",
    false,
    1,
    [
      [0, 0],
      [1, 3],
      [2, 3],
      [3, 3],
      [4, 3],
    ],
  ],
];
const cells = chart.flatMap(([parameter, isOnOxygen, scale, points]) =>
  points.map(([value, expected]) => ({ parameter, isOnOxygen, scale, value, expected })),
);

describe("the published table", () => {
  test.each(cells)("$parameter $value, oxygen $isOnOxygen, scale $scale: $expected", (cell) => {
    const { parameter, isOnOxygen, scale, value, expected } = cell;

    const { parts, score } = scoreNews2({ ...well, isOnOxygen, [parameter]: value }, scale);

    expect(parts[parameter]).toBe(expected);
    expect(score).toBe(Object.values(parts).reduce((sum, each) => sum + each, 0));
  });

  test("oxygen is two points, and never a red one", () => {
    const { parts, score, risk } = scoreNews2({ ...well, isOnOxygen: true }, 1);

    expect({ oxygen: parts.oxygen, score, risk }).toEqual({ oxygen: 2, score: 2, risk: "LOW" });
  });

  test.each([
    [{ respiration: 18, spo2: 97, systolic: 120, heartRate: 80, temperature: 36.8 }, 1, 0, "LOW"],
    [{ respiration: 22, spo2: 93, systolic: 98, heartRate: 112, temperature: 38.4 }, 1, 9, "HIGH"],
    [
      { respiration: 16, spo2: 96, systolic: 125, heartRate: 70, temperature: 37, consciousness: 1 },
      1,
      3,
      "LOW_MEDIUM",
    ],
    [
      {
        respiration: 26,
        spo2: 90,
        isOnOxygen: true,
        systolic: 85,
        heartRate: 135,
        consciousness: 2,
        temperature: 34.8,
      },
      1,
      20,
      "HIGH",
    ],
    [{ respiration: 18, spo2: 90, systolic: 130, heartRate: 80, temperature: 36.9 }, 2, 0, "LOW"],
    [
      { respiration: 18, spo2: 95, isOnOxygen: true, systolic: 130, heartRate: 80, temperature: 36.9 },
      2,
      4,
      "LOW",
    ],
  ] as const)(
    "whole sets score as worked out by hand: %j on scale %d is %d, %s",
    (given, scale, score, risk) => {
      expect(scoreNews2({ ...well, ...given }, scale)).toMatchObject({ score, risk });
    },
  );

  test.each([
    ["four points in small change are low", { respiration: 22, heartRate: 112 }, 4, "LOW"],
    ["five are medium", { respiration: 22, heartRate: 112, temperature: 38.5 }, 5, "MEDIUM"],
    ["six are medium", { respiration: 22, heartRate: 112, temperature: 39.5 }, 6, "MEDIUM"],
    [
      "six with a red one are medium too",
      { respiration: 25, heartRate: 112, temperature: 38.5 },
      6,
      "MEDIUM",
    ],
    ["seven are high", { respiration: 22, heartRate: 112, temperature: 39.5, spo2: 95 }, 7, "HIGH"],
    ["one red one alone is low-medium", { respiration: 8 }, 3, "LOW_MEDIUM"],
    ["one red one and a yellow one as well", { respiration: 8, heartRate: 91 }, 4, "LOW_MEDIUM"],
  ] as const)("%s", (_, given, score, risk) => {
    expect(scoreNews2({ ...well, ...given }, 1)).toMatchObject({ score, risk });
  });

  test.each([
    ["respiration", 8.49, 3],
    ["respiration", 8.5, 1],
    ["temperature", 35.04, 3],
    ["temperature", 35.05, 1],
    ["temperature", 38.05, 1],
    ["temperature", 38.04, 0],
  ] as const)("between two numbers of the table the nearer one counts: %s %d", (parameter, value, points) => {
    expect(scoreNews2({ ...well, [parameter]: value }, 1).parts[parameter]).toBe(points);
  });
});

describe("the score of a patient", () => {
  const minute = 60_000;
  const at = new Date("2026-11-22T08:00:00Z");
  const ago = (minutes: number) => new Date(at.getTime() - minutes * minute);
  const adult = { birthDate: new Date("1950-03-01"), isPregnant: false, spo2Scale: 1 as const };
  const rules = { freshMs: 60 * minute, assumesAlertOnAir: true };
  const latest = (given: Partial<Record<VitalCode, [number, number]>>): LatestValues =>
    Object.fromEntries(
      Object.entries(given).map(([code, [value, minutes]]) => [
        code,
        { value, at: ago(minutes), deviceId: null, flags: [] },
      ]),
    );
  const measured = {
    [vital.respiration]: [16, 5],
    [vital.spo2]: [98, 0],
    [vital.systolic]: [120, 60],
    [vital.heartRate]: [70, 0],
    [vital.temperature]: [37, 30],
  } as const satisfies Partial<Record<VitalCode, readonly [number, number]>>;
  const all = (more: Partial<Record<VitalCode, [number, number]>> = {}) =>
    latest({ ...(measured as unknown as Record<VitalCode, [number, number]>), ...more });

  test("is of the moment of its newest value, and says what it took for granted", () => {
    const outcome = news2Of(all(), adult, rules);

    expect(outcome).toMatchObject({
      is: "SCORED",
      news2: { score: 0, at, assumed: ["oxygen", "consciousness"] },
    });
  });

  test("takes nothing for granted where that is switched off", () => {
    const strict = { ...rules, assumesAlertOnAir: false };

    expect(news2Of(all(), adult, strict)).toMatchObject({
      is: "NONE",
      reason: "INCOMPLETE",
      missing: ["oxygen", "consciousness"],
    });
    expect(
      news2Of(all({ [vital.oxygen]: [2, 1], [vital.consciousness]: [0, 1] }), adult, strict),
    ).toMatchObject({
      is: "SCORED",
      news2: { score: 2, assumed: [] },
    });
  });

  test("is none when a value is missing or too old, and says which", () => {
    const { [vital.temperature]: _, ...cold } = all();

    expect(news2Of(cold, adult, rules)).toMatchObject({ is: "NONE", missing: ["temperature"], stale: [] });
    expect(news2Of(all({ [vital.systolic]: [120, 61] }), adult, rules)).toMatchObject({
      is: "NONE",
      missing: [],
      stale: ["systolic"],
    });
  });

  test("takes who was alert long ago for alert, but not who was confused", () => {
    expect(news2Of(all({ [vital.consciousness]: [0, 600] }), adult, rules)).toMatchObject({
      is: "SCORED",
      news2: { assumed: ["oxygen", "consciousness"] },
    });
    expect(news2Of(all({ [vital.consciousness]: [1, 600] }), adult, rules)).toMatchObject({
      is: "NONE",
      stale: ["consciousness"],
    });
  });

  test("leaves out what is hardly ever seen", () => {
    const slipped = {
      ...all(),
      [vital.heartRate]: { value: 250, at, deviceId: null, flags: ["IMPLAUSIBLE" as const] },
    };

    expect(news2Of(slipped, adult, rules)).toMatchObject({ is: "NONE", missing: ["heartRate"] });
  });

  test("is none below sixteen, to the day, and in pregnancy", () => {
    const bornOn = (day: string) => news2Of(all(), { ...adult, birthDate: new Date(day) }, rules);

    expect(bornOn("2010-11-23")).toMatchObject({ is: "NONE", reason: "UNDER_16" });
    expect(bornOn("2010-11-22")).toMatchObject({ is: "SCORED" });
    expect(news2Of(all(), { ...adult, isPregnant: true }, rules)).toMatchObject({
      is: "NONE",
      reason: "PREGNANT",
    });
  });

  test("uses the scale that was prescribed", () => {
    const low = all({ [vital.spo2]: [90, 0] });

    expect(news2Of(low, adult, rules)).toMatchObject({ news2: { score: 3, risk: "LOW_MEDIUM", scale: 1 } });
    expect(news2Of(low, { ...adult, spo2Scale: 2 }, rules)).toMatchObject({ news2: { score: 0, scale: 2 } });
  });

  test("is none of somebody of whom nothing is known", () => {
    expect(news2Of({}, adult, rules)).toMatchObject({ is: "NONE", reason: "INCOMPLETE" });
  });
});
