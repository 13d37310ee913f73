import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import { statisticPeriods } from "./statistic.codes.ts";
import type { StatisticKeeper } from "./statistic.keeper.ts";

const minute = 60_000;

/** Days often, for people look at today; weeks and months once a night, for they are made from all their readings. */
export function statisticJobs(keeper: StatisticKeeper): readonly ScheduledJob[] {
  return [
    {
      name: "health-statistics-today",
      cron: "*/15 * * * *",
      misfire: "SKIP",
      title: { zh: "健康统计（当日）", en: "Health statistics of the day" },
      maxRunMs: 14 * minute,
      run: ({ signal, progress }) => keeper.keep(["DAY"], { signal, progress }),
    },
    {
      name: "health-statistics",
      cron: "20 1 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "健康统计（日、周、月）", en: "Health statistics of days, weeks and months" },
      maxRunMs: 180 * minute,
      run: ({ signal, progress }) => keeper.keep(statisticPeriods, { signal, progress }),
    },
  ];
}
