import { z } from "zod";
import { alertLife } from "./alertLife.ts";
import { ofOneAccount } from "./eventType.ts";
import type { WebhookEventType } from "./eventType.ts";

const words = z.object({
  title: z.string().describe("What kind of alert it is."),
  advice: z.string().describe("What to do about it."),
  summary: z.string().describe("What was measured."),
});

const alert = z.object({
  alertId: z.string().describe("The alert's id."),
  version: z.number().int().describe("Counts the alert's changes. Lower than one you have seen: older news."),
  change: z.string().describe("What happened to it, e.g. RAISED, ESCALATED or RESOLVED."),
  accountId: z.string().describe("The account it is about."),
  accountName: z.string(),
  kind: z.string().describe("What is wrong, e.g. OFFLINE_TOO_LONG."),
  severity: z.string().describe("INFO, WARNING or CRITICAL."),
  state: z.string().describe("Where it stands now."),
  unit: z.string().describe("Of value, peak and threshold."),
  value: z.number().describe("As measured last."),
  peak: z.number().describe("The worst so far."),
  threshold: z.number().describe("Where it begins."),
  since: z.string().describe("Since when it has been so (ISO 8601)."),
  raisedAt: z.string(),
  resolvedAt: z.string().nullable(),
  texts: z.object({ "zh-CN": words, en: words }).describe("The same in both languages."),
});

const example = {
  alertId: "0192f6c1-a100-7f20-8c30-7e8f9012a3b4",
  version: 1,
  change: "RAISED",
  accountId: "0192f6c1-6f5e-7b43-8c0e-3d1c52b2b0a1",
  accountName: "Sales 01",
  kind: "OFFLINE_TOO_LONG",
  severity: "CRITICAL",
  state: "OPEN",
  unit: "MINUTES",
  value: 6,
  peak: 6,
  threshold: 5,
  since: "2026-11-22T04:56:00.000Z",
  raisedAt: "2026-11-22T05:02:00.000Z",
  resolvedAt: null,
  texts: {
    "zh-CN": { title: "账号离线", advice: "重新登录该账号。", summary: "已离线 6 分钟" },
    en: { title: "Account offline", advice: "Log the account in again.", summary: "Offline for 6 minutes" },
  },
};

export const alertEventTypes: readonly WebhookEventType[] = alertLife({
  name: "alert",
  subject: "wecom.account-alert",
  requires: "alert:read",
  alert,
  about: ofOneAccount,
  told: new Set(["ESCALATED", "ACKNOWLEDGED", "ACTED"]),
  raised: { description: "Something is wrong with a WeCom account.", example },
  updated: {
    description: "An alert became more severe, was acknowledged, or was acted upon.",
    example: { ...example, version: 2, change: "ESCALATED" },
  },
  resolved: {
    description: "An alert is over.",
    example: {
      ...example,
      version: 3,
      change: "RESOLVED",
      state: "RESOLVED",
      resolvedAt: "2026-11-22T05:10:00.000Z",
    },
  },
});
