import { z } from "zod";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";
import type { QuotaDimension } from "@wegraph/kit/quota";
import type { TenantPlan } from "../tenant/tenant.rules.ts";

/** What is beyond the limit is sold by units, begun ones as whole ones. */
export interface OveragePrice {
  unitSize: number;
  /** Of a unit, in minor units of the currency. */
  price: number;
}

export interface PriceTable {
  /** ISO 4217. */
  currency: string;
  /** A month, in minor units of the currency. */
  planFees: Readonly<Record<TenantPlan, number>>;
  overage: Readonly<Record<QuotaDimension, OveragePrice>>;
}

const minor = z.number().int().min(0).max(1_000_000_000);
const overage = z.object({ unitSize: z.number().int().min(1), price: minor });

/**
 * What plans and overage cost. The figures are the product's own defaults, no outside rule: the platform's administrators
 * change them in the configuration centre. A closed bill keeps the prices it was made with.
 */
export const prices: SettingDefinition<PriceTable> = {
  key: "billing.prices",
  schema: z.object({
    currency: z.string().regex(/^[A-Z]{3}$/),
    planFees: z.object({ FREE: minor, STANDARD: minor, ENTERPRISE: minor }),
    overage: z.object({
      ACCOUNTS: overage,
      MESSAGES: overage,
      API_CALLS: overage,
      STORAGE_BYTES: overage,
      AI_TOKENS: overage,
      SEATS: overage,
      ACTIVE_PATIENTS: overage,
    }),
  }),
  scopes: ["PLATFORM"],
  title: { zh: "价目表", en: "Prices" },
  description: {
    zh: "套餐月费与超出部分的单价，以货币最小单位（分）计；超出部分按单位计，不足一个单位按一个计。",
    en: "Monthly fees of plans and prices of overage in minor units of the currency; a unit begun is a unit.",
  },
  default: {
    currency: "CNY",
    planFees: { FREE: 0, STANDARD: 29_900, ENTERPRISE: 199_900 },
    overage: {
      ACCOUNTS: { unitSize: 1, price: 2_000 },
      MESSAGES: { unitSize: 1_000, price: 500 },
      API_CALLS: { unitSize: 10_000, price: 200 },
      STORAGE_BYTES: { unitSize: 1024 ** 3, price: 100 },
      AI_TOKENS: { unitSize: 1_000_000, price: 800 },
      SEATS: { unitSize: 1, price: 3_000 },
      ACTIVE_PATIENTS: { unitSize: 1, price: 100 },
    },
  },
};
