import type { QuotaPolicy } from "./quota.plans.ts";

/** What a tenant may use of a dimension: its plan's limit, or what was agreed with it instead. */
export interface QuotaRule {
  /** null: as much as it likes. */
  limit: number | null;
  thresholdPercent: number;
  policy: QuotaPolicy;
  ceiling: number | null;
  step: number | null;
}

export interface Counter {
  used: number;
  /** How far AUTO_EXPAND has moved the limit in this window. */
  expanded: number;
  isThresholdTold: boolean;
}

export type Decision =
  | { act: "REFUSE" }
  | {
      act: "TAKE";
      /** By how much the limit moves for it. */
      expandBy: number;
      reachesThreshold: boolean;
    };

/** From so much used on, the tenant is told; a limit of nothing has no threshold before it. */
export function thresholdOf({ limit, thresholdPercent }: QuotaRule): number | null {
  return limit === null ? null : Math.ceil((limit * thresholdPercent) / 100);
}

/**
 * Whether so much more may be used.
 *
 * @param isForced it was used already, so it is counted whatever the limit says.
 */
export function decide(rule: QuotaRule, counter: Counter, amount: number, isForced = false): Decision {
  const { limit, policy } = rule;
  const after = counter.used + amount;
  if (limit === null) return { act: "TAKE", expandBy: 0, reachesThreshold: false };
  const threshold = thresholdOf(rule) ?? 0;
  const reachesThreshold = !counter.isThresholdTold && after >= threshold;
  const expandBy = expansionFor(rule, counter.expanded, after);
  const isWithin = after <= limit + counter.expanded + expandBy;
  if (isWithin || policy === "ALLOW_AND_BILL" || isForced) return { act: "TAKE", expandBy, reachesThreshold };
  return { act: "REFUSE" };
}

/** How far the limit has to move, in whole steps and not beyond the ceiling; nothing if even that would not do. */
function expansionFor({ limit, policy, ceiling, step }: QuotaRule, expanded: number, after: number): number {
  if (policy !== "AUTO_EXPAND" || limit === null || ceiling === null || step === null) return 0;
  const missing = after - limit - expanded;
  if (missing <= 0 || after > ceiling) return 0;
  return Math.min(Math.ceil(missing / step) * step, ceiling - limit - expanded);
}

/** Of a stock: so far below the threshold the tenant is told again when it is reached once more. */
export function isRearmed(rule: QuotaRule, used: number): boolean {
  const threshold = thresholdOf(rule);
  return threshold !== null && used < threshold * 0.9;
}
