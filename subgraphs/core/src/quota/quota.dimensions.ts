import type { QuotaDimension } from "@wegraph/kit/quota";

/** LEVEL: a stock, taken and given back. DAY, MONTH: begins anew with the tenant's day or month. */
export const quotaWindows = ["LEVEL", "DAY", "MONTH"] as const;
export type QuotaWindow = (typeof quotaWindows)[number];

export interface DimensionFacts {
  window: QuotaWindow;
  title: { zh: string; en: string };
}

export const dimensionFacts: Readonly<Record<QuotaDimension, DimensionFacts>> = {
  ACCOUNTS: { window: "LEVEL", title: { zh: "企微账号", en: "WeCom accounts" } },
  MESSAGES: { window: "DAY", title: { zh: "每日消息", en: "Messages a day" } },
  API_CALLS: { window: "MONTH", title: { zh: "每月 API 调用", en: "API calls a month" } },
  STORAGE_BYTES: { window: "LEVEL", title: { zh: "文件存储", en: "File storage" } },
  AI_TOKENS: { window: "MONTH", title: { zh: "每月 AI 令牌", en: "AI tokens a month" } },
  SEATS: { window: "LEVEL", title: { zh: "用户席位", en: "Seats" } },
  ACTIVE_PATIENTS: { window: "LEVEL", title: { zh: "在管患者", en: "Active patients" } },
};
