import { providerLimits } from "../../serverApi/providerLimits.ts";
import type { LimitKey } from "../../serverApi/providerLimits.ts";
import type { Limit } from "./bucket.rules.ts";

/** What WeCom allows, as the database has it now. */
export type LimitsInForce = ReadonlyMap<LimitKey, Limit>;

/** As WeCom publishes them: what the database begins with. */
export const publishedLimits: ReadonlyMap<LimitKey, Limit> = new Map(
  providerLimits.map(({ key, max, windowSeconds }) => [key, { amount: max, perMs: windowSeconds * 1_000 }]),
);

/** @throws RangeError for a limit that nobody published: a mistake of ours. */
export function limitIn(limits: LimitsInForce, key: LimitKey): Limit {
  const limit = limits.get(key) ?? publishedLimits.get(key);
  if (!limit) throw new RangeError(`There is no limit ${key}.`);
  return limit;
}
