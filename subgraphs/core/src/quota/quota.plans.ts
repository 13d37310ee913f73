import { z } from "zod";
import type { SettingDefinition } from "@wegraph/kit/liveSettings";
import type { QuotaDimension } from "@wegraph/kit/quota";
import type { TenantPlan } from "../tenant/tenant.rules.ts";

/** BLOCK: refused. ALLOW_AND_BILL: goes on, and is billed. AUTO_EXPAND: the limit moves by steps up to a ceiling, and is billed. */
export const quotaPolicies = ["BLOCK", "ALLOW_AND_BILL", "AUTO_EXPAND"] as const;
export type QuotaPolicy = (typeof quotaPolicies)[number];

/** When a tenant is told that a quota runs low, in percent of its limit. */
export const thresholdPercentDefault = 80;

const gib = 1024 ** 3;
const quantity = z.number().int().min(0).max(Number.MAX_SAFE_INTEGER);
const limits = z.object({
  ACCOUNTS: quantity,
  MESSAGES: quantity,
  API_CALLS: quantity,
  STORAGE_BYTES: quantity,
  AI_TOKENS: quantity,
  SEATS: quantity,
  ACTIVE_PATIENTS: quantity,
});
export type PlanLimits = Readonly<Record<TenantPlan, Readonly<Record<QuotaDimension, number>>>>;

/**
 * What each plan includes. The figures are the product's own defaults, no outside rule: the platform's administrators
 * change them in the configuration centre, or for one tenant by an override.
 */
export const planLimits: SettingDefinition<PlanLimits> = {
  key: "quota.plan-limits",
  schema: z.object({ FREE: limits, STANDARD: limits, ENTERPRISE: limits }),
  scopes: ["PLATFORM"],
  title: { zh: "套餐配额", en: "Quotas of plans" },
  description: {
    zh: "各套餐包含的用量：账号与席位按个，消息按日，API 调用、AI 令牌与活跃患者按月，存储按字节。",
    en: "What each plan includes: accounts and seats in all, messages a day, API calls, AI tokens and active patients a month, storage in bytes.",
  },
  default: {
    FREE: {
      ACCOUNTS: 5,
      MESSAGES: 1_000,
      API_CALLS: 10_000,
      STORAGE_BYTES: gib,
      AI_TOKENS: 100_000,
      SEATS: 5,
      ACTIVE_PATIENTS: 50,
    },
    STANDARD: {
      ACCOUNTS: 200,
      MESSAGES: 100_000,
      API_CALLS: 1_000_000,
      STORAGE_BYTES: 50 * gib,
      AI_TOKENS: 10_000_000,
      SEATS: 50,
      ACTIVE_PATIENTS: 2_000,
    },
    ENTERPRISE: {
      ACCOUNTS: 10_000,
      MESSAGES: 10_000_000,
      API_CALLS: 100_000_000,
      STORAGE_BYTES: 1024 * gib,
      AI_TOKENS: 1_000_000_000,
      SEATS: 5_000,
      ACTIVE_PATIENTS: 1_000_000,
    },
  },
};
