import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { CoreDatabase } from "../database.ts";
import type { ReportMaker } from "./report.maker.ts";
import { purpose } from "./report.maker.ts";
import type { ReportKind } from "./report.rules.ts";
import { kindTitles } from "./report.texts.ts";

/** Every hour, for a tenant's day ends by its own clock; one that is made already is not made again. */
const schedules: readonly { kind: ReportKind; cron: string }[] = [
  { kind: "DAILY", cron: "5 * * * *" },
  { kind: "WEEKLY", cron: "15 * * * 1,2" },
  { kind: "MONTHLY", cron: "25 * 1,2 * *" },
];

/** A year and a month: any day can be compared with the same one a year ago. */
const reportsKeptDays = 400;

export function reportJobs(maker: ReportMaker, db: CoreDatabase, clock: () => Date): readonly ScheduledJob[] {
  return [
    ...schedules.map(({ kind, cron }) => making(maker, kind, cron)),
    {
      name: "report-retention",
      cron: "5 4 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "运营报告保留", en: "Retention of reports" },
      maxRunMs: 10 * 60_000,
      async run() {
        const before = new Date(clock().getTime() - reportsKeptDays * 24 * 60 * 60_000);
        const { count } = await db
          .system(purpose)
          .operationsReport.deleteMany({ where: { periodEnd: { lt: before } } });
        return `${count} reports removed of what was more than ${reportsKeptDays} days ago.`;
      },
    },
  ];
}

function making(maker: ReportMaker, kind: ReportKind, cron: string): ScheduledJob {
  return {
    name: `${kind.toLowerCase()}-report`,
    cron,
    misfire: "RUN_ONCE",
    title: kindTitles[kind],
    maxRunMs: 30 * 60_000,
    async run({ signal }) {
      return `${await maker.make(kind, signal)} reports made.`;
    },
  };
}
