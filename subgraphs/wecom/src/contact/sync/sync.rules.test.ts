import { expect, test } from "vitest";
import { attemptsMax, runDue, verdictOf } from "./sync.rules.ts";
import type { ScheduleFacts } from "./sync.rules.ts";

const now = new Date("2026-11-22T12:00:00Z");
const ago = (hours: number): Date => new Date(now.getTime() - hours * 3_600_000);
const done = (hours: number): ScheduleFacts => ({
  isRunning: false,
  onlineSince: ago(100),
  lastRun: { status: "DONE", createdAt: ago(hours) },
  lastFullDoneAt: ago(hours),
});

test.each<[string, ScheduleFacts, ReturnType<typeof runDue>]>([
  ["was never read", { ...done(1), lastRun: null, lastFullDoneAt: null }, { kind: "FULL", cause: "ONLINE" }],
  ["is being read", { ...done(30), isRunning: true }, null],
  ["was read an hour ago", done(1), null],
  ["was read a day ago", done(24), { kind: "FULL", cause: "SCHEDULE" }],
  ["came back online since", { ...done(2), onlineSince: ago(1) }, { kind: "INCREMENTAL", cause: "ONLINE" }],
  ["comes and goes", { ...done(0.1), onlineSince: ago(0.05) }, null],
  [
    "failed an hour ago",
    { ...done(1), lastRun: { status: "FAILED", createdAt: ago(1) }, lastFullDoneAt: null },
    null,
  ],
  [
    "failed seven hours ago",
    { ...done(30), lastRun: { status: "FAILED", createdAt: ago(7) } },
    { kind: "FULL", cause: "SCHEDULE" },
  ],
  ["was cancelled by a person", { ...done(30), lastRun: { status: "CANCELLED", createdAt: ago(3) } }, null],
])("a corporation that %s", (_, facts, due) => {
  expect(runDue(facts, now)).toEqual(due);
});

const verdict = (trouble: Partial<Parameters<typeof verdictOf>[0]>, attempts = 0) =>
  verdictOf({ errcode: 1, retry: "never", isAccounts: false, ...trouble }, attempts, () => 0.5);

test("too frequent: a minute's pause twice, then the hour that WeCom blocks for", () => {
  const pause = { errcode: 45_009, retry: "pause", pauseMs: 60_000 } as const;
  expect([0, 1, 2].map((attempts) => verdict(pause, attempts))).toMatchObject([
    { kind: "wait", code: "WECOM_45009", ms: 60_000 },
    { kind: "wait", ms: 60_000 },
    { kind: "wait", ms: 3_600_000 },
  ]);
});

test("what passes is tried again, longer and longer, and not for ever", () => {
  const busy = { errcode: 45_033, retry: "soon" } as const;
  const [first, sixth] = [verdict(busy, 0), verdict(busy, 5)];
  expect(first.kind === "wait" && sixth.kind === "wait" && first.ms < sixth.ms).toBe(true);
  expect(verdict(busy, attemptsMax - 1)).toEqual({ kind: "fail", code: "WECOM_45033" });
  expect(verdict({ errcode: undefined, retry: "soon" })).toMatchObject({ code: "WECOM_UNREACHABLE" });
});

test("a refusal of the application ends the run, of one thing only that thing is left out", () => {
  expect(verdict({ errcode: 48_002, isAccounts: true })).toEqual({ kind: "fail", code: "WECOM_48002" });
  expect(verdict({ errcode: 60_111 })).toEqual({ kind: "skip", code: "WECOM_60111" });
});
