/** One run of a job, as the job sees it. */
export interface JobRun {
  id: string;
  /** The moment of the schedule this run is for, not the moment it began. */
  scheduledFor: Date;
  /** Aborted when the run has taken too long, when another process has taken it over, and when the process stops. */
  signal: AbortSignal;
  /** How far it is; shown live. `total` is null where it is not known. Cheap: calls between two heartbeats become one. */
  progress: (done: number, total: number | null) => void;
}

/** RUN_ONCE: due while every process was down, it runs once after the start. SKIP: it waits for its next moment. */
export type Misfire = "RUN_ONCE" | "SKIP";

/** Work that a domain does by the clock, in one process at a time, whatever number of processes host it. */
export interface ScheduledJob {
  /** In kebab case; one of its kind in the platform: "metric-roll-up". */
  name: string;
  /** Five fields, or six beginning with seconds. What an administrator sets instead is kept over restarts. */
  cron: string;
  /** IANA name; Asia/Shanghai unless given. */
  timeZone?: string;
  misfire: Misfire;
  title: { zh: string; en: string };
  /** A run that takes longer is aborted, and counts as failed. */
  maxRunMs: number;
  /**
   * Idempotent: the run of a killed process is run again. Returns one sentence of figures, without personal data. What
   * it throws is kept as the run's error by its code and reason only, and the run is tried again.
   */
  run(run: JobRun): Promise<string>;
}

export const defaultJobTimeZone = "Asia/Shanghai";
