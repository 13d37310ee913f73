import type { ScheduledJob } from "./scheduledJob.ts";

/** What a host says of a job; the rest of it is code. */
export type JobDeclaration = Omit<ScheduledJob, "run" | "timeZone"> & { timeZone: string };

/** The right to do a run, until its lease is over. */
export interface ClaimedRun {
  id: string;
  job: string;
  /** Under which all is written about this attempt; another claim makes another, and this one is refused. */
  token: string;
  scheduledFor: Date;
  /** From 1. */
  attempt: number;
}

export interface JobProgress {
  done: number;
  total: number | null;
}

export type JobOutcome =
  | { kind: "DONE"; summary: string }
  /** By an error's code and reason: what it says may hold personal data. */
  | { kind: "FAILED"; code: string; reason: string }
  /** The process stops; somebody else may go on at once. */
  | { kind: "GIVEN_BACK" };

/** How long a run stays with a process that is not heard of. */
export const jobLeaseMs = 30_000;

/** Where hosts get their runs: core's ledger, in the same process or across a line. */
export interface JobDesk {
  /** All jobs of the host: what it does not name any more is no longer done. */
  declare(jobs: readonly JobDeclaration[]): Promise<void>;
  /** What is due of these jobs and is nobody's, at most `max`. */
  claim(process: string, names: readonly string[], max: number): Promise<ClaimedRun[]>;
  /** Keeps the lease, and says how far it is. False: the run is somebody else's, or was cancelled. */
  beat(run: Pick<ClaimedRun, "id" | "token">, progress: JobProgress): Promise<boolean>;
  /** False: the run is somebody else's, and nothing was written. */
  finish(run: Pick<ClaimedRun, "id" | "token">, outcome: JobOutcome): Promise<boolean>;
}
