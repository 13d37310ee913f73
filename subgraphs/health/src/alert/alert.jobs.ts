import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { AlertEscalator } from "./alert.escalator.ts";

const minute = 60_000;

export function alertJobs(escalator: AlertEscalator): readonly ScheduledJob[] {
  return [
    {
      name: "health-alert-escalation",
      cron: "* * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "健康告警升级", en: "Escalation of health alerts" },
      maxRunMs: 5 * minute,
      run: async () => `${await escalator.round()} alerts escalated.`,
    },
  ];
}
