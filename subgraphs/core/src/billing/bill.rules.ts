import { z } from "zod";
import { quotaDimensions } from "@wegraph/kit/quota";
import type { QuotaDimension } from "@wegraph/kit/quota";
import type { TenantPlan } from "../tenant/tenant.rules.ts";
import type { PriceTable } from "./billing.prices.ts";

/** What a tenant used of a dimension in a month. */
export interface MonthlyUse {
  dimension: QuotaDimension;
  /** Of a flow all of the month's; of a stock the most at once. */
  used: number;
  /** The limit: a day's, the month's, or of the stock; null: none. */
  included: number | null;
  /** Beyond it and to be billed: of daily limits the sum of the days'. */
  over: number;
}

export const billLineShape = z.object({
  kind: z.enum(["PLAN_FEE", "OVERAGE"]),
  dimension: z.enum(quotaDimensions).nullable(),
  used: z.number().nullable(),
  included: z.number().nullable(),
  over: z.number(),
  unitSize: z.number(),
  units: z.number(),
  unitPrice: z.number(),
  amount: z.number(),
});
export type BillLine = z.infer<typeof billLineShape>;

export interface BilledMonth {
  plan: TenantPlan;
  /** Days of the month, and of those the ones on which the tenant was there. */
  days: number;
  daysBilled: number;
  uses: readonly MonthlyUse[];
}

export interface BillSums {
  lines: BillLine[];
  planFee: number;
  overage: number;
  total: number;
}

/**
 * A month's bill: the plan's fee by days, then a line for each dimension, also those that cost nothing, so that it can be
 * seen what was used. Whole minor units throughout; only the fee of a part of a month is rounded (half up).
 */
export function billOf({ plan, days, daysBilled, uses }: BilledMonth, prices: PriceTable): BillSums {
  const monthly = prices.planFees[plan];
  const planFee = Math.floor((2 * monthly * daysBilled + days) / (2 * days));
  const fee: BillLine = {
    kind: "PLAN_FEE",
    dimension: null,
    used: daysBilled,
    included: days,
    over: 0,
    unitSize: 1,
    units: 1,
    unitPrice: monthly,
    amount: planFee,
  };
  const lines = uses.map((use) => overageLine(use, prices));
  const overage = lines.reduce((sum, { amount }) => sum + amount, 0);
  return { lines: [fee, ...lines], planFee, overage, total: planFee + overage };
}

function overageLine({ dimension, used, included, over }: MonthlyUse, { overage }: PriceTable): BillLine {
  const { unitSize, price } = overage[dimension];
  const units = Math.ceil(over / unitSize);
  return {
    kind: "OVERAGE",
    dimension,
    used,
    included,
    over,
    unitSize,
    units,
    unitPrice: price,
    amount: units * price,
  };
}
