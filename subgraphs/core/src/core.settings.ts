import type { SettingDefinition } from "@wegraph/kit/liveSettings";
import { logLevel } from "@wegraph/kit/logLevel";
import { prices } from "./billing/billing.prices.ts";
import { planLimits } from "./quota/quota.plans.ts";
import { webhookSending } from "./webhook/webhook.settings.ts";

/** All that core declares can be changed while it runs. Each thing has its own in `<thing>/<thing>.settings.ts`. */
export const coreSettings = [
  planLimits,
  prices,
  logLevel,
  webhookSending,
] satisfies readonly SettingDefinition<unknown>[];
