import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { HealthDatabase } from "../health.database.ts";
import { markOf, setMark } from "../jobMark.ts";
import { riskPurpose } from "./risk.service.ts";
import type { RiskService } from "./risk.service.ts";

/** What was committed while the last run looked is looked at again. */
const overlapMs = 10 * 60_000;
const firstDays = 90;

export function riskJobs(
  service: RiskService,
  db: HealthDatabase,
  clock: () => Date,
): readonly ScheduledJob[] {
  return [
    {
      name: "health-risk-refresh",
      cron: "40 3 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "健康风险评估更新", en: "Refresh of risk assessments" },
      maxRunMs: 2 * 3_600_000,
      async run({ signal, progress }) {
        const system = db.system(riskPurpose);
        const now = clock();
        const mark = await markOf(system, riskPurpose);
        const since = new Date(mark ? mark.getTime() - overlapMs : now.getTime() - firstDays * 86_400_000);
        const { patients, changed } = await service.refresh(since, { signal, progress });
        await setMark(system, riskPurpose, now);
        return `${patients} patients with something new; ${changed} assessments came to another result.`;
      },
    },
  ];
}
