import { isWorse } from "../alert/alert.codes.ts";
import type { AlertSeverity } from "../alert/alert.codes.ts";
import { directionOf } from "./rule.codes.ts";
import type { Direction, Operator } from "./rule.codes.ts";
import type { Level } from "./rule.condition.ts";

/** Whether a value is beyond a limit. */
export function isBeyond(value: number, operator: Operator, limit: number): boolean {
  switch (operator) {
    case "GT":
      return value > limit;
    case "GTE":
      return value >= limit;
    case "LT":
      return value < limit;
    case "LTE":
      return value <= limit;
  }
}

/** Whether a value is inside of every limit, and by so much. */
export function isBackInside(value: number, levels: readonly Level[], hysteresis: number): boolean {
  return !levels.some(({ operator, limit }) =>
    isBeyond(value, operator, directionOf(operator) === "HIGH" ? limit - hysteresis : limit + hysteresis),
  );
}

export function worstOf<T extends { severity: AlertSeverity }>(levels: readonly T[]): T | null {
  return levels.reduce<T | null>(
    (worst, each) => (worst === null || isWorse(each.severity, worst.severity) ? each : worst),
    null,
  );
}

export function levelsOf(levels: readonly Level[], direction: Direction): Level[] {
  return levels.filter(({ operator }) => directionOf(operator) === direction);
}
