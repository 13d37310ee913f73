import type { CoreDatabase } from "../database.ts";
import { RangeReader } from "../metric/reading/rangeReader.ts";
import type { Notices } from "../notification/notice.ts";
import { UptimeReader } from "../uptime/uptime.reader.ts";
import { reportJobs } from "./report.jobs.ts";
import { ReportMaker, purpose } from "./report.maker.ts";
import { ReportReader } from "./report.reader.ts";

export interface ReportOptions {
  db: CoreDatabase;
  notices: Notices;
  clock: () => Date;
}

/** What happened in a day, week or month, put together by the clock. */
export function assembleReports({ db, notices, clock }: ReportOptions) {
  const system = () => db.system(purpose);
  const maker = new ReportMaker({
    db,
    ranges: new RangeReader(system, system, clock),
    uptime: new UptimeReader(db),
    notices,
    clock,
  });
  return { maker, reader: new ReportReader(db), jobs: reportJobs(maker, db, clock) };
}
