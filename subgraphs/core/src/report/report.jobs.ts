import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { ReportMaker } from "./report.maker.ts";
import type { ReportKind } from "./report.rules.ts";
import { kindTitles } from "./report.texts.ts";

/** Every hour, for a tenant's day ends by its own clock; one that is made already is not made again. */
const schedules: readonly { kind: ReportKind; cron: string }[] = [
  { kind: "DAILY", cron: "5 * * * *" },
  { kind: "WEEKLY", cron: "15 * * * 1,2" },
  { kind: "MONTHLY", cron: "25 * 1,2 * *" },
];

export function reportJobs(maker: ReportMaker): readonly ScheduledJob[] {
  return schedules.map(({ kind, cron }) => ({
    name: `${kind.toLowerCase()}-report`,
    cron,
    misfire: "RUN_ONCE",
    title: kindTitles[kind],
    maxRunMs: 30 * 60_000,
    async run({ signal }) {
      return `${await maker.make(kind, signal)} reports made.`;
    },
  }));
}
