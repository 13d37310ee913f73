import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { CoreDatabase } from "../database.ts";
import { uptimePurpose } from "./health.status.ts";

const day = 24 * 60 * 60_000;
/** What uptime is told of, and a little more. */
const checksKeptDays = 100;

export function uptimeJobs(db: CoreDatabase, clock: () => Date): readonly ScheduledJob[] {
  return [
    {
      name: "health-retention",
      cron: "55 2 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "健康检查记录保留", en: "Retention of health checks" },
      maxRunMs: 10 * 60_000,
      async run() {
        const before = new Date(clock().getTime() - checksKeptDays * day);
        const system = db.system(uptimePurpose);
        const checks = await system.healthCheckResult.deleteMany({ where: { at: { lt: before } } });
        const gone = await system.healthComponent.deleteMany({ where: { lastBeatAt: { lt: before } } });
        return `Removed ${checks.count} checks and ${gone.count} components.`;
      },
    },
  ];
}
