import { Cron } from "croner";
import { invalidInput } from "@wegraph/kit/errors";
import type { Misfire } from "@wegraph/kit/scheduledJob";

export interface Schedule {
  cron: string;
  timeZone: string;
}

/** Later than so long after its moment a job counts as missed: every process was down, or its last run took too long. */
const misfireAfterMs = 60_000;
/** Closer together runs are no schedule, but a loop. */
const gapMinMs = 10_000;
/** So many moments show whether a schedule is closer than that. */
const gapsLooked = 60;

/** The next moment after `after` in the schedule's time zone, over changes of its clocks too; null: there is none. */
export function nextAfter({ cron, timeZone }: Schedule, after: Date): Date | null {
  return parsed({ cron, timeZone }).nextRun(after);
}

/** The next `count` moments, to look at. */
export function nextMoments({ cron, timeZone }: Schedule, after: Date, count: number): Date[] {
  return parsed({ cron, timeZone }).nextRuns(count, after);
}

/** What to do with a job whose moment has come: run it for a moment, and when it is due again; null: not yet. */
export type Due = { run: Date | null; nextRunAt: Date | null } | null;

/** Decides what follows when a moment has come, or has been missed: the one place where it is decided. */
export function decideDue(
  job: Schedule & { nextRunAt: Date; misfire: Misfire; isBusy: boolean },
  now: Date,
): Due {
  const isLate = now.getTime() - job.nextRunAt.getTime() > misfireAfterMs;
  // It stays due, and runs once when the run under way has ended, however many moments pass until then.
  if (job.isBusy && job.misfire === "RUN_ONCE") return null;
  const nextRunAt = nextAfter(job, now);
  if (job.isBusy || (isLate && job.misfire === "SKIP")) return { run: null, nextRunAt };
  return { run: latestMoment(job, now), nextRunAt };
}

/** Of all moments that have come the last one: one run stands for them all. */
function latestMoment(job: Schedule & { nextRunAt: Date }, now: Date): Date {
  // One second on, because the moment itself has come too.
  const [latest] = parsed(job).previousRuns(1, new Date(now.getTime() + 1_000));
  return latest && latest > job.nextRunAt && latest <= now ? latest : job.nextRunAt;
}

/** @throws AppError INVALID_INPUT with what is wrong with the expression or the time zone. */
export function checkSchedule(schedule: Schedule, now: Date): void {
  if (!isTimeZone(schedule.timeZone))
    throw invalidInput(
      [{ path: ["input", "timeZone"], message: "not a time zone, such as Asia/Shanghai" }],
      "TIME_ZONE_UNKNOWN",
    );
  const moments = momentsOf(schedule, now);
  if (!moments)
    throw invalidInput(
      [{ path: ["input", "cron"], message: "not a cron expression of five or six fields" }],
      "CRON_MALFORMED",
    );
  if (moments.length === 0)
    throw invalidInput([{ path: ["input", "cron"], message: "never comes" }], "CRON_NEVER_DUE");
  const isTooOften = moments.some(
    (at, i) => i > 0 && at.getTime() - (moments[i - 1]?.getTime() ?? 0) < gapMinMs,
  );
  if (isTooOften)
    throw invalidInput(
      [{ path: ["input", "cron"], message: `comes more often than every ${gapMinMs / 1_000} seconds` }],
      "CRON_TOO_OFTEN",
    );
}

function momentsOf(schedule: Schedule, now: Date): Date[] | null {
  try {
    return nextMoments(schedule, now, gapsLooked);
  } catch {
    return null;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

/** It only says when; that something happens then is the ledger's. */
function parsed({ cron, timeZone }: Schedule): Cron {
  return new Cron(cron, { timezone: timeZone, mode: "5-or-6-parts", paused: true });
}
