import { z } from "zod";
import { alertLife } from "./alertLife.ts";
import type { WebhookEventType } from "./eventType.ts";

const words = z.object({
  title: z.string().describe("What the rule is called."),
  summary: z.string().describe("What was measured, and what is allowed."),
  advice: z.string().describe("What the rule recommends. Not a diagnosis."),
});

const alert = z.object({
  alertId: z.string().describe("The alert's id."),
  version: z.number().int().describe("Counts the alert's changes. Lower than one you have seen: older news."),
  change: z.string().describe("What happened to it, e.g. RAISED, WORSENED or RESOLVED."),
  patientId: z.string().describe("The patient it is about."),
  recordNumber: z.string().describe("Of the patient's file. Who it is, is read in the graph."),
  ruleId: z.string().describe("The rule that found it."),
  deviceId: z.string().nullable().describe("Where it is about a device."),
  kind: z.string().describe("What the rule looks at, e.g. THRESHOLD or NEWS2."),
  severity: z.string().describe("INFO, WARNING or CRITICAL."),
  state: z.string().describe("ACTIVE, ACKNOWLEDGED or RESOLVED."),
  measure: z.string().nullable().describe("LOINC code of what was compared; news2 for the score."),
  value: z.number().nullable().describe("As found last."),
  unit: z.string().nullable().describe("UCUM; of value and limit."),
  limit: z.number().nullable(),
  causedAt: z.string().describe("When what caused it was measured (ISO 8601)."),
  raisedAt: z.string(),
  resolvedAt: z.string().nullable(),
  resolution: z.string().nullable().describe("How it ended, e.g. BACK_TO_NORMAL or READING_RETRACTED."),
  texts: z.object({ "zh-CN": words, en: words }).describe("The same in both languages."),
});

const example = {
  alertId: "0192f6c1-b200-7a10-9c20-1f2e3d4c5b6a",
  version: 1,
  change: "RAISED",
  patientId: "0192f6c1-b300-7c11-8d21-2a3b4c5d6e7f",
  recordNumber: "P-000042",
  ruleId: "0192f6c1-b400-7d12-8e22-3b4c5d6e7f80",
  deviceId: null,
  kind: "THRESHOLD",
  severity: "CRITICAL",
  state: "ACTIVE",
  measure: "2708-6",
  value: 88,
  unit: "%",
  limit: 91,
  causedAt: "2026-11-22T05:01:58.000Z",
  raisedAt: "2026-11-22T05:01:59.000Z",
  resolvedAt: null,
  resolution: null,
  texts: {
    "zh-CN": {
      title: "血氧饱和度偏低",
      summary: "患者 P-000042：血氧饱和度 88%（界限：不高于 91%）",
      advice: "复测并联系患者。",
    },
    en: {
      title: "Oxygen saturation is low",
      summary: "Patient P-000042: Oxygen saturation 88% (limit: at or below 91%)",
      advice: "Measure again and call the patient.",
    },
  },
};

export const healthEventTypes: readonly WebhookEventType[] = alertLife({
  name: "health-alert",
  subject: "health.alert",
  requires: "health-alert:read",
  alert,
  // Of readings that merely keep it up, of notes and assignments nobody is told.
  told: new Set(["WORSENED", "ACKNOWLEDGED", "CORRECTED", "ESCALATED"]),
  raised: { description: "A rule found something of a patient.", example },
  updated: {
    description:
      "A health alert became more severe, was acknowledged, was not acknowledged in time, or lost a reading that was taken back.",
    example: { ...example, version: 2, change: "WORSENED" },
  },
  resolved: {
    description: "A health alert is over.",
    example: {
      ...example,
      version: 3,
      change: "RESOLVED",
      state: "RESOLVED",
      resolvedAt: "2026-11-22T05:10:00.000Z",
      resolution: "BACK_TO_NORMAL",
    },
  },
});
