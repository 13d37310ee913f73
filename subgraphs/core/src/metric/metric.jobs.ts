import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { CoreDatabase } from "../database.ts";
import type { SeriesDirectory } from "./ingest/seriesDirectory.ts";
import { metricPurpose } from "./metric.purpose.ts";
import { daysKept } from "./rollup/resolution.rules.ts";
import type { Rollup } from "./rollup/rollup.ts";

const day = 24 * 60 * 60_000;

export interface MetricJobsParts {
  db: CoreDatabase;
  rollup: Rollup;
  series: SeriesDirectory;
  clock: () => Date;
}

export function metricJobs({ db, rollup, series, clock }: MetricJobsParts): readonly ScheduledJob[] {
  const before = (days: number) => new Date(clock().getTime() - days * day);
  return [
    {
      name: "metric-roll-up",
      cron: "* * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "指标汇总", en: "Roll-up of measurements" },
      maxRunMs: 10 * 60_000,
      async run({ signal }) {
        const done = await rollup.run(signal);
        return `${done.map(({ resolution, points }) => `${points} points by the ${resolution.toLowerCase()}`).join(", ")}.`;
      },
    },
    {
      name: "metric-retention",
      cron: "50 2 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "指标保留", en: "Retention of measurements" },
      maxRunMs: 30 * 60_000,
      async run() {
        const system = db.system(metricPurpose);
        await system.$executeRaw`SELECT wegraph_ensure_partitions(3)`;
        const raw = await system.$queryRaw<unknown[]>`
          SELECT wegraph_drop_days('saas_system_metrics', ${daysKept.TEN_SECONDS}::int) AS name`;
        const minutes = await system.$queryRaw<unknown[]>`
          SELECT wegraph_drop_days('saas_metric_minutes', ${daysKept.MINUTE}::int) AS name`;
        const hours = await system.metricRollup.deleteMany({
          where: { resolutionSec: 3_600, at: { lt: before(daysKept.HOUR) } },
        });
        const days = await system.metricRollup.deleteMany({
          where: { resolutionSec: 86_400, at: { lt: before(daysKept.DAY) } },
        });
        const gone = await system.metricSeries.deleteMany({
          where: { lastSeenAt: { lt: before(daysKept.DAY) } },
        });
        // Those that are gone may have been known here.
        if (gone.count > 0) series.forget();
        return `Dropped ${raw.length + minutes.length} days; removed ${hours.count + days.count} points and ${gone.count} series.`;
      },
    },
  ];
}
