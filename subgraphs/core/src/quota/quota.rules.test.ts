import { describe, expect, it } from "vitest";
import { quotaDimensions } from "@wegraph/kit/quota";
import { tenantPlans } from "../tenant/tenant.rules.ts";
import { planLimits } from "./quota.plans.ts";
import { decide, isRearmed, thresholdOf } from "./quota.rules.ts";
import type { QuotaRule } from "./quota.rules.ts";

const block: QuotaRule = { limit: 100, thresholdPercent: 80, policy: "BLOCK", ceiling: null, step: null };
const bill: QuotaRule = { ...block, policy: "ALLOW_AND_BILL" };
const expand: QuotaRule = { ...block, policy: "AUTO_EXPAND", ceiling: 150, step: 20 };
const at = (used: number, expanded = 0, isThresholdTold = true) => ({ used, expanded, isThresholdTold });
const taken = (expandBy = 0, reachesThreshold = false) => ({ act: "TAKE", expandBy, reachesThreshold });

describe("at the limit", () => {
  it("BLOCK takes the last piece and refuses the next", () => {
    expect(decide(block, at(99), 1)).toEqual(taken());
    expect(decide(block, at(100), 1)).toEqual({ act: "REFUSE" });
    expect(decide(block, at(95), 6)).toEqual({ act: "REFUSE" });
  });

  it("ALLOW_AND_BILL goes on", () => {
    expect(decide(bill, at(1_000), 500)).toEqual(taken());
  });

  it("AUTO_EXPAND moves the limit by whole steps, the last one only up to the ceiling, and then refuses", () => {
    expect(decide(expand, at(100), 1)).toEqual(taken(20));
    expect(decide(expand, at(100), 21)).toEqual(taken(40));
    expect(decide(expand, at(140, 40), 10)).toEqual(taken(10));
    expect(decide(expand, at(150, 50), 1)).toEqual({ act: "REFUSE" });
    expect(decide(expand, at(100), 51)).toEqual({ act: "REFUSE" });
  });

  it("what was used already is counted whatever the limit says", () => {
    expect(decide(block, at(100), 7, true)).toEqual(taken());
  });

  it("without a limit everything goes, and nothing has a threshold", () => {
    const free = { ...block, limit: null };
    expect(decide(free, at(Number.MAX_SAFE_INTEGER - 10, 0, false), 5)).toEqual(taken());
    expect(thresholdOf(free)).toBeNull();
  });

  it("a limit of nothing refuses the first piece", () => {
    expect(decide({ ...block, limit: 0 }, at(0, 0, false), 1)).toEqual({ act: "REFUSE" });
  });
});

describe("the threshold", () => {
  it("is reached by what leads to it or beyond, and only while it was not told", () => {
    expect(decide(block, at(78, 0, false), 1)).toEqual(taken(0, false));
    expect(decide(block, at(79, 0, false), 1)).toEqual(taken(0, true));
    expect(decide(block, at(10, 0, false), 90)).toEqual(taken(0, true));
    expect(decide(block, at(85), 1)).toEqual(taken(0, false));
  });

  it("is rounded up, so that it is never told too early", () => {
    expect(thresholdOf({ ...block, limit: 3 })).toBe(3);
    expect(thresholdOf({ ...block, limit: 1_001 })).toBe(801);
  });

  it("of a stock is told again after usage was clearly below it", () => {
    expect(isRearmed(block, 75)).toBe(false);
    expect(isRearmed(block, 71)).toBe(true);
  });
});

it("a dearer plan includes more of everything, and the shipped limits obey their schema", () => {
  const limits = planLimits.schema.parse(planLimits.default);
  for (const dimension of quotaDimensions) {
    const [free, standard, enterprise] = tenantPlans.map((plan) => limits[plan][dimension]);
    expect(free).toBeLessThan(standard ?? 0);
    expect(standard).toBeLessThan(enterprise ?? 0);
  }
});
