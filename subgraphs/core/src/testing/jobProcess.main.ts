import { openPools } from "@wegraph/database/open";
import { Database } from "@wegraph/kit/database";
import { JobHost } from "@wegraph/kit/jobHost";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { connect } from "../database.ts";
import { JobLedger } from "../job/job.ledger.ts";
import { NoticeBoard } from "../notification/noticeBoard.ts";
import { jobProcessConfig } from "./config.ts";

/** Begins the run of a job in a test's database and never ends it: a process that the test kills. */
const { APP_DATABASE_URL: app, SYSTEM_DATABASE_URL: system, ...config } = jobProcessConfig();
const log = createLogger("job-process", "silent");
const pools = openPools({ app, system, owner: system }, log, 2);
const db = new Database(connect(pools.app), connect(pools.system), { log, metrics: new Metrics("jobs") });
const clock = () => new Date(Date.now() + config.CLOCK_OFFSET_MS);
const host = new JobHost({
  desk: new JobLedger(db, new NoticeBoard(clock), clock).forHost("core"),
  log,
  jobs: [
    {
      name: config.JOB_NAME,
      cron: "0 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "测试", en: "Test" },
      maxRunMs: 60_000,
      run() {
        process.stdout.write("at work\n");
        return new Promise(() => undefined);
      },
    },
  ],
  everyMs: 20,
});
host.start();
// A host by itself keeps no process alive.
setInterval(() => undefined, 60_000);
