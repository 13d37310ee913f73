import { backOffMs } from "@wegraph/kit/backOff";
import { z } from "zod";

export const syncKinds = ["FULL", "INCREMENTAL"] as const;
export type SyncKind = (typeof syncKinds)[number];
export const syncCauses = ["PERSON", "SCHEDULE", "ONLINE"] as const;
export type SyncCause = (typeof syncCauses)[number];
export const syncStatuses = ["RUNNING", "DONE", "FAILED", "CANCELLED"] as const;
export type SyncStatus = (typeof syncStatuses)[number];
/** In the order they are gone through. */
export const syncPhases = [
  "DEPARTMENTS",
  "MEMBERS",
  "FOLLOWERS",
  "TAGS",
  "CONTACTS",
  "GROUP_LIST",
  "GROUPS",
  "DONE",
] as const;
export type SyncPhase = (typeof syncPhases)[number];

/** Members whose contacts one call may read (WeCom path/92994). */
export const membersAtOnceMax = 100;

/** Where a phase stands. Dates as ISO text: it is stored as JSON. */
export const cursorShape = z.object({
  /** The last of what is done, in the order of its keys: a department, a member, a group. */
  after: z.string().default(""),
  /** Members whose contacts are being read, and WeCom's cursor within them. */
  users: z.array(z.string()).optional(),
  page: z.string().default(""),
  /** How many members the next call reads. */
  size: z.number().int().min(1).default(membersAtOnceMax),
  /** When the reading of these began: what was seen later is not missing. */
  since: z.string().optional(),
  /** All is read; what was not seen is being marked. */
  isSweeping: z.boolean().default(false),
  /** Members whose contacts WeCom keeps back: nothing is known of them, so nothing is missing. */
  withheld: z.array(z.string()).default([]),
  /** Something could not be read, so what was not seen may still be there. */
  isIncomplete: z.boolean().default(false),
});
export type SyncCursor = z.output<typeof cursorShape>;
export const firstCursor: SyncCursor = cursorShape.parse({});

export interface SyncFailure {
  kind: "DEPARTMENT" | "MEMBER" | "CONTACT" | "GROUP" | "DEPARTMENTS" | "GROUPS";
  id: string;
  code: string;
}
export const failureShape = z.object({ kind: z.string(), id: z.string(), code: z.string() });
/** So many failures are kept by name; the others are counted. */
export const failuresKeptMax = 20;

/** How a call of the server API ended that did not bring what was asked for. */
export interface CallTrouble {
  /** Undefined where the answer was lost or WeCom was not reached. */
  errcode: number | undefined;
  retry: "soon" | "pause" | "never";
  pauseMs?: number;
  /** Nothing of this application works until a person has acted. */
  isAccounts: boolean;
}

export type Verdict =
  | { kind: "wait"; code: string; ms: number }
  | { kind: "skip"; code: string }
  | { kind: "fail"; code: string };

/** In a row, until a run gives up: with the back-off, about ten minutes. */
export const attemptsMax = 12;
/** A minute's limit blocks for a minute; refused again and again, it was the hour's (WeCom path/90312). */
const pausesOfAMinute = 2;
const hourMs = 3_600_000;

/** @param attempts in a row that came to nothing, this one not counted. */
export function verdictOf(trouble: CallTrouble, attempts: number, random: () => number): Verdict {
  const code = trouble.errcode === undefined ? "WECOM_UNREACHABLE" : `WECOM_${trouble.errcode}`;
  if (trouble.retry === "pause") {
    const ms =
      attempts < pausesOfAMinute ? (trouble.pauseMs ?? 60_000) : Math.max(trouble.pauseMs ?? 0, hourMs);
    return { kind: "wait", code, ms };
  }
  if (trouble.retry === "soon")
    return attempts + 1 < attemptsMax
      ? { kind: "wait", code, ms: backOffMs(attempts + 1, { baseMs: 500, maxMs: 60_000, random }) }
      : { kind: "fail", code };
  return { kind: trouble.isAccounts ? "fail" : "skip", code };
}

/** What the schedule knows of a corporation. */
export interface ScheduleFacts {
  isRunning: boolean;
  /** When an account that can read came online last. */
  onlineSince: Date;
  lastRun: { status: SyncStatus; createdAt: Date } | null;
  lastFullDoneAt: Date | null;
}

const minuteMs = 60_000;
const scheduleTimings = {
  fullEveryMs: 24 * hourMs,
  afterFailureMs: 6 * hourMs,
  /** An account that comes and goes starts no run each time. */
  onlineRestMs: 15 * minuteMs,
};

/** The run that a corporation is due for: a full one a day, and a short one after it was away. */
export function runDue(
  { isRunning, onlineSince, lastRun, lastFullDoneAt }: ScheduleFacts,
  now: Date,
): { kind: SyncKind; cause: SyncCause } | null {
  if (isRunning) return null;
  if (!lastRun) return { kind: "FULL", cause: "ONLINE" };
  const sinceRunMs = now.getTime() - lastRun.createdAt.getTime();
  const isBackOnline = onlineSince > lastRun.createdAt && sinceRunMs >= scheduleTimings.onlineRestMs;
  if (lastRun.status === "FAILED" && sinceRunMs < scheduleTimings.afterFailureMs && !isBackOnline)
    return null;
  // Whoever cancelled it wants none now.
  if (lastRun.status === "CANCELLED" && sinceRunMs < scheduleTimings.fullEveryMs) return null;
  if (!lastFullDoneAt || now.getTime() - lastFullDoneAt.getTime() >= scheduleTimings.fullEveryMs)
    return { kind: "FULL", cause: "SCHEDULE" };
  return isBackOnline ? { kind: "INCREMENTAL", cause: "ONLINE" } : null;
}
