import { describe, expect, test } from "vitest";
import {
  clearOfTheCrowd,
  limitOf,
  maxOf,
  providerLimits,
  secondsFor,
  tightestFor,
} from "./providerLimits.ts";

describe("the published limits", () => {
  test("each has a key of its own, a source, and a day", () => {
    expect(new Set(providerLimits.map(({ key }) => key)).size).toBe(providerLimits.length);
    for (const { source, dated, max, windowSeconds } of providerLimits) {
      expect(source).toMatch(/^https:\/\/developer\.work\.weixin\.qq\.com\/document\/path\/\d+$/);
      expect(dated).toMatch(/^\d{4}-\d\d-\d\d$/);
      expect(Math.min(max, windowSeconds)).toBeGreaterThan(0);
    }
  });

  test.each([
    ["corp_api_minute", 10_000, 60, "refused"],
    ["corp_api_hour", 150_000, 3_600, "refused"],
    ["app_member_minute", 30, 60, "dropped"],
    ["app_member_hour", 1_000, 3_600, "dropped"],
    ["robot_minute", 20, 60, "refused"],
  ] as const)("%s is %i in %i s, the excess %s", (key, max, windowSeconds, excess) => {
    expect(limitOf(key)).toMatchObject({ max, windowSeconds, excess });
  });

  test("an application's day grows with the corp's seats", () => {
    expect(maxOf(limitOf("app_day"), 500)).toBe(100_000);
    expect(maxOf(limitOf("robot_minute"), 500)).toBe(20);
  });
});

describe("how long so many take", () => {
  test("as many as the limit go at once, one more waits for the next window", () => {
    const limit = limitOf("app_member_minute");

    expect([0, 1, 30, 31, 60, 61].map((count) => secondsFor(limit, count, 1))).toEqual([
      0, 0, 0, 60, 60, 120,
    ]);
  });

  test("the tightest of several limits decides", () => {
    const keys = ["corp_api_minute", "corp_api_hour"] as const;

    expect(tightestFor(keys, 10_000, 1)).toBeUndefined();
    expect(tightestFor(keys, 25_000, 1)).toMatchObject({ limit: { key: "corp_api_minute" }, seconds: 120 });
    expect(tightestFor(keys, 1_000_000, 1)).toMatchObject({
      limit: { key: "corp_api_hour" },
      seconds: 21_600,
    });
  });
});

test("a full or half hour's first two minutes are left to the others", () => {
  const at = (text: string) => new Date(`2026-11-22T${text}Z`);

  expect(clearOfTheCrowd(at("08:00:00"))).toEqual(at("08:02:00"));
  expect(clearOfTheCrowd(at("08:31:59"))).toEqual(at("08:32:00"));
  expect(clearOfTheCrowd(at("08:02:00"))).toEqual(at("08:02:00"));
  expect(clearOfTheCrowd(at("08:29:59"))).toEqual(at("08:29:59"));
});
