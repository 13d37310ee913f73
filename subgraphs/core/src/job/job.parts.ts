import type { EventFeed } from "@wegraph/kit/feed";
import { JobHost } from "@wegraph/kit/jobHost";
import type { Logger } from "@wegraph/kit/log";
import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import type { Notices } from "../notification/notice.ts";
import type { UserDirectory } from "../user/userDirectory.ts";
import { JobLedger } from "./job.ledger.ts";
import { JobReader } from "./job.reader.ts";
import { JobResolver, JobRunFieldResolver } from "./job.resolver.ts";
import { JobService } from "./job.service.ts";
import { JobDeskResolver } from "./jobDesk.resolver.ts";
import { jobRunEventResolver } from "./jobRunEvent.resolver.ts";

interface Given {
  db: CoreDatabase;
  notices: Notices;
  clock: () => Date;
  log: Logger;
}

export type JobParts = ReturnType<typeof assembleJobs>;

/** Everything about jobs: what is made of what. */
export function assembleJobs({ db, notices, clock, log }: Given) {
  const ledger = new JobLedger(db, notices, clock);
  return {
    ledger,
    clock,
    reader: new JobReader(db),
    service: new JobService(db, clock),
    /** Core's own host, of all that its things do by the clock. */
    host: (jobs: readonly ScheduledJob[]) => new JobHost({ desk: ledger.forHost(domain), jobs, log }),
  };
}

/** The face of jobs in the graph. */
export function jobResolvers(parts: JobParts, users: UserDirectory, feed: EventFeed): object[] {
  const { reader, service, ledger, clock } = parts;
  return [
    new JobResolver(reader, service, clock),
    new JobRunFieldResolver(users),
    new JobDeskResolver(ledger),
    jobRunEventResolver(feed, reader),
  ];
}
