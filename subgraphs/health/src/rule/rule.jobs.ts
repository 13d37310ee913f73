import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { RuleParts } from "./rule.parts.ts";

const minute = 60_000;

/** What rules ask that no single reading can answer. */
export function ruleJobs({ trends, silences }: RuleParts): readonly ScheduledJob[] {
  return [
    {
      name: "health-trend-rules",
      cron: "*/5 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "健康趋势规则", en: "Trend rules of health" },
      maxRunMs: 5 * minute,
      run: async ({ signal }) => `Looked at ${await trends.look(signal)} new values.`,
    },
    {
      name: "health-missing-data",
      cron: "2-59/5 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "健康数据缺失与设备离线规则", en: "Rules on missing data and devices out of contact" },
      maxRunMs: 5 * minute,
      run: async ({ signal }) => `Looked at ${await silences.look(signal)} patients.`,
    },
  ];
}
