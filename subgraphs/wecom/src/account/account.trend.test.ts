import { expect, test } from "vitest";
import { trendHoursMax, trendOf, trendStepMs } from "./account.trend.ts";

const now = new Date("2026-11-22T08:00:00.000Z");

test("the trend walks back from the present, undoing what changed in each step", () => {
  const points = trendOf({ now, online: 7, total: 10 }, 3_600_000, 3, [
    { ago: 0, online: 2, total: 0 },
    { ago: 2, online: -1, total: 4 },
  ]);

  expect(points.map(({ online, total }) => [online, total])).toEqual([
    [6, 6],
    [5, 10],
    [5, 10],
    [7, 10],
  ]);
  expect(points[0]?.at).toEqual(new Date("2026-11-22T05:00:00.000Z"));
});

test("no length of time makes more than 200 points", () => {
  for (let hours = 1; hours <= trendHoursMax; hours += 1)
    expect(Math.floor((hours * 3_600_000) / trendStepMs(hours)) + 1).toBeLessThanOrEqual(200);
  expect(trendStepMs(24)).toBe(10 * 60_000);
});
