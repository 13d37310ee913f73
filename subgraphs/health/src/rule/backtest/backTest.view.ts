import { isVital } from "../rule.condition.ts";
import type { Condition } from "../rule.condition.ts";
import { unitOf } from "../rule.finding.ts";
import type { HealthRuleTest } from "./backTest.model.ts";
import type { BackTest } from "./backTest.ts";

const readingsMax = 20;

export function testOf(condition: Condition, test: BackTest): HealthRuleTest {
  return {
    ...test,
    unit: unitShown(condition),
    firings: test.firings.map((firing) => ({
      ...firing,
      value: Math.round(firing.value * 1_000) / 1_000,
      raisedAt: new Date(firing.raisedAt),
      clearedAt: firing.clearedAt === null ? null : new Date(firing.clearedAt),
      readings: firing.readings.slice(-readingsMax).map(({ at, value }) => ({ at: new Date(at), value })),
    })),
  };
}

function unitShown(condition: Condition): string | null {
  if (isVital(condition)) return unitOf(condition);
  return condition.kind === "NEWS2" ? "{score}" : "min";
}
