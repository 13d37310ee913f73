import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import { alertJobs } from "./alert/alert.jobs.ts";
import { deviceJobs } from "./device/device.jobs.ts";
import { qualityJobs } from "./quality/quality.parts.ts";
import type { HealthParts } from "./parts.ts";
import { ruleJobs } from "./rule/rule.jobs.ts";

const minute = 60_000;

/** What health does by the clock. Each thing has its own in `<thing>.jobs.ts`. */
export function healthJobs({
  alerts,
  devices,
  keeper,
  quality,
  risks,
  rules,
  statistics,
}: HealthParts): readonly ScheduledJob[] {
  return [
    ...alertJobs(alerts.escalator),
    ...deviceJobs(devices),
    ...qualityJobs(quality),
    ...risks.jobs,
    ...statistics.jobs,
    ...ruleJobs(rules),
    {
      name: "health-partition-maintenance",
      cron: "25 2 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "健康库分区维护", en: "Partitions of health" },
      maxRunMs: 10 * minute,
      run: () => keeper.tidy(),
    },
  ];
}
