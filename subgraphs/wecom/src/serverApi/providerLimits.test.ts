import { describe, expect, test } from "vitest";
import { limitOf, providerLimits } from "./providerLimits.ts";

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
});
