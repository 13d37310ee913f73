import { describe, expect, test } from "vitest";
import { quietUntil } from "../policy/quiet.rules.ts";
import { expressionProblem, matchesAll, matchesEverything } from "../silence/matcher.rules.ts";
import type { Matcher, MatcherOperator } from "../silence/matcher.rules.ts";
import { nextEscalation } from "./escalation.rules.ts";
import { dueOf, readiness } from "./group.rules.ts";
import type { PendingChange } from "./group.rules.ts";
import { noticeText } from "./notice.texts.ts";
import { suppressionOf } from "./suppression.rules.ts";
import type { OpenAlert } from "./suppression.rules.ts";
import { fateOf } from "./tell.rules.ts";

const start = new Date("2026-11-23T10:00:00Z").getTime();
const at = (seconds: number) => new Date(start + seconds * 1_000);
const is = (label: string, operator: MatcherOperator, value: string): Matcher => ({ label, operator, value });

describe("matchers", () => {
  const labels = { alert: "cpu-high", service: "wegraph" };
  test.each<[Matcher, boolean]>([
    [is("alert", "EQUAL", "cpu-high"), true],
    [is("alert", "EQUAL", "cpu"), false],
    [is("alert", "NOT_EQUAL", "cpu-high"), false],
    [is("alert", "MATCHES", "cpu-.*"), true],
    [is("alert", "MATCHES", "cpu"), false],
    [is("alert", "NOT_MATCHES", "(memory|disk)-.*"), true],
    [is("region", "EQUAL", ""), true],
    [is("region", "NOT_EQUAL", "east"), true],
  ])("%o: %s", (matcher, expected) => {
    expect(matchesAll([matcher], labels)).toBe(expected);
  });

  test("an expression that would take for ever elsewhere takes no time", () => {
    const value = "a".repeat(5_000);
    const started = performance.now();
    expect(matchesAll([is("alert", "MATCHES", "(a+)+$")], { alert: `${value}b` })).toBe(false);
    expect(performance.now() - started).toBeLessThan(1_000);
  });

  test("what is no expression, and what would silence everything, is recognised", () => {
    expect(expressionProblem(is("alert", "MATCHES", "("))).not.toBeNull();
    expect(expressionProblem(is("alert", "EQUAL", "("))).toBeNull();
    expect(matchesEverything([is("alert", "MATCHES", ".*")])).toBe(true);
    expect(matchesEverything([is("alert", "MATCHES", ".+")])).toBe(false);
  });
});

describe("why nobody is told", () => {
  const alert = (id: string, name: string, labels: Record<string, string> = {}): OpenAlert => ({
    id,
    name,
    severity: "WARNING",
    labels,
  });
  const database = alert("1", "database-silent", { site: "a" });
  const dependant = alert("2", "api-slow", { "depends-on": "database", site: "a" });
  const elsewhere = alert("3", "api-slow", { "depends-on": "database", site: "b" });
  const inhibition = {
    source: [is("alert", "EQUAL", "database-silent")],
    target: [is("depends-on", "EQUAL", "database")],
    equal: ["site"],
  };

  test("a dead database silences what depends on it, where the labels say it is the same one", () => {
    const of = suppressionOf([], [inhibition], [database, dependant, elsewhere]);
    expect(of(dependant)).toEqual({
      kind: "INHIBITED",
      until: null,
      byAlertId: "1",
      byName: "database-silent",
    });
    expect(of(elsewhere)).toBeNull();
    expect(of(database)).toBeNull();
  });

  test("two that are causes of each other both stay", () => {
    const both = {
      source: [is("alert", "MATCHES", ".+")],
      target: [is("alert", "MATCHES", ".+")],
      equal: [],
    };
    const of = suppressionOf([], [both], [database, dependant]);
    expect([of(database), of(dependant)]).toEqual([null, null]);
  });

  test("a silence goes before an inhibition, and the one that lasts longest counts", () => {
    const silence = (id: string, seconds: number) => ({
      id,
      matchers: [is("alert", "EQUAL", "api-slow")],
      endsAt: at(seconds),
      comment: "maintenance",
    });
    const of = suppressionOf(
      [silence("short", 60), silence("long", 600)],
      [inhibition],
      [database, dependant],
    );
    expect(of(dependant)).toMatchObject({
      kind: "SILENCED",
      silenceId: "long",
      until: at(600).toISOString(),
    });
  });
});

describe("when a group is told of", () => {
  const policy = { groupWaitSeconds: 10, groupIntervalSeconds: 300 };
  const never = { postedAt: null, postedSeverity: null, postedNames: [] };
  const change = (seconds: number, known: Partial<PendingChange> = {}): PendingChange => ({
    alertId: "1",
    change: "FIRED",
    name: "cpu-high",
    severity: "WARNING",
    at: at(seconds),
    lastToldAt: null,
    ...known,
  });

  test("a little after the first, for others to come along", () => {
    expect(dueOf([change(0), change(4)], never, policy)).toEqual(at(10));
  });

  test("a burst that goes on is waited for, but not for ever", () => {
    expect(dueOf([change(0), change(9)], never, policy)).toEqual(at(12));
    expect(dueOf([change(0), change(29)], never, policy)).toEqual(at(30));
  });

  test("more of the same waits for the interval; another kind, a worse one and an escalation do not", () => {
    const told = { postedAt: at(-60), postedSeverity: "WARNING" as const, postedNames: ["cpu-high"] };
    expect(dueOf([change(0)], told, policy)).toEqual(at(240));
    expect(dueOf([change(0, { change: "RESOLVED" })], told, policy)).toEqual(at(240));
    expect(dueOf([change(0, { name: "disk-full" })], told, policy)).toEqual(at(10));
    expect(dueOf([change(0, { severity: "CRITICAL" })], told, policy)).toEqual(at(10));
    expect(dueOf([change(0, { change: "ESCALATED" })], told, policy)).toEqual(at(10));
  });

  test("nothing waits: nothing is due", () => {
    expect(dueOf([], never, policy)).toBeNull();
  });

  test("the same is not repeated within five minutes, and quiet hours hold up all but what is critical", () => {
    expect(readiness(change(0, { lastToldAt: at(-100) }), null, at(0))).toEqual({
      kind: "HELD",
      reason: "REPEATED",
      until: at(200),
    });
    expect(readiness(change(0, { lastToldAt: at(-300) }), null, at(0))).toEqual({ kind: "READY" });
    expect(readiness(change(0), at(900), at(0))).toEqual({
      kind: "HELD",
      reason: "QUIET_HOURS",
      until: at(900),
    });
    expect(readiness(change(0, { severity: "CRITICAL" }), at(900), at(0))).toEqual({ kind: "READY" });
  });

  test("what was over before anybody was told is told of neither way", () => {
    const over = { state: "RESOLVED", notifiedAt: null } as const;
    expect(fateOf(change(0), over, null, null, at(10))).toEqual({
      do: "DROP",
      because: { kind: "OVER", until: null },
    });
    expect(fateOf(change(5, { change: "RESOLVED" }), over, null, null, at(10))).toEqual({
      do: "DROP",
      because: null,
    });
  });

  test("what somebody took on meanwhile is not escalated", () => {
    const taken = { state: "ACKNOWLEDGED", notifiedAt: at(0) } as const;
    expect(fateOf(change(0, { change: "ESCALATED" }), taken, null, null, at(10))).toMatchObject({
      do: "DROP",
    });
  });
});

describe("quiet hours", () => {
  const night = { from: "22:00", to: "08:00", days: [1, 2, 3, 4, 5] };
  // 2026-11-23 is a Monday; Shanghai is eight hours ahead.
  test.each([
    ["before they begin", "2026-11-23T13:59:00Z", null],
    ["from their first minute to the next morning", "2026-11-23T14:00:00Z", "2026-11-24T00:00:00.000Z"],
    ["after midnight, by the day they began", "2026-11-23T20:30:00Z", "2026-11-24T00:00:00.000Z"],
    ["Friday's last into Saturday", "2026-11-27T20:30:00Z", "2026-11-28T00:00:00.000Z"],
    ["not on a Saturday night", "2026-11-28T15:00:00Z", null],
    ["Sunday's are not Monday's morning", "2026-11-22T20:00:00Z", null],
    ["not when they are over", "2026-11-24T00:00:00Z", null],
  ])("%s", (_, now, until) => {
    expect(quietUntil(night, "Asia/Shanghai", new Date(now))?.toISOString() ?? null).toBe(until);
  });

  test("within a day", () => {
    const noon = { from: "12:00", to: "13:30", days: [1] };
    expect(quietUntil(noon, "UTC", new Date("2026-11-23T12:10:30Z"))?.toISOString()).toBe(
      "2026-11-23T13:30:00.000Z",
    );
    expect(quietUntil(null, "UTC", at(0))).toBeNull();
  });
});

describe("escalation", () => {
  const steps = [
    { afterMinutes: 15, raiseTo: "CRITICAL" as const, userIds: [] },
    { afterMinutes: 60, raiseTo: null, userIds: [] },
  ];
  test.each([
    ["not yet", "WARNING", 0, 14, null],
    ["the first step makes it more severe", "WARNING", 0, 15, { step: 1, severity: "CRITICAL" }],
    ["the second only after its own time", "CRITICAL", 1, 30, null],
    ["the second", "CRITICAL", 1, 60, { step: 2, severity: "CRITICAL" }],
    ["no further", "CRITICAL", 2, 600, null],
    ["what only informs is not escalated", "INFO", 0, 600, null],
  ] as const)("%s", (_, severity, escalations, minutes, expected) => {
    expect(nextEscalation(steps, { severity, escalations, notifiedAt: at(0) }, at(minutes * 60))).toEqual(
      expected,
    );
  });
});

describe("what a notice says", () => {
  const told = (nth: number, severity: "CRITICAL" | "WARNING", change: "FIRED" | "RESOLVED" = "FIRED") => ({
    change,
    alert: {
      id: `alert-${nth}`,
      titleZh: "CPU 使用率过高",
      titleEn: "CPU is busy",
      summaryZh: "主机 CPU 使用率：93 %",
      summaryEn: `CPU of machine ${nth}: 93 %`,
      severity,
      since: at(0),
      raisedAt: at(nth),
      resolvedAt: change === "RESOLVED" ? at(60) : null,
      path: null,
    },
  });

  test("one alert: what, since when, the value, and a link to it", () => {
    const { title, body, path, severity } = noticeText([told(1, "WARNING")], "Asia/Shanghai");
    expect(title).toEqual({ zh: "[警告] CPU 使用率过高", en: "[Warning] CPU is busy" });
    expect(body.en).toBe("CPU of machine 1: 93 % · since 2026-11-23 18:00:00");
    expect([path, severity]).toEqual(["/monitoring/alerts/alert-1", "WARNING"]);
  });

  test("five hundred: how many of what, the worst first, and no endless text", () => {
    const burst = Array.from({ length: 500 }, (_, nth) => told(nth, nth === 7 ? "CRITICAL" : "WARNING"));
    const { title, body, severity, path } = noticeText(burst, "UTC");
    expect(title.en).toBe("500 alerts (1 critical, 499 warning)");
    expect(body.en.split("\n")).toHaveLength(21);
    expect(body.en).toMatch(/^\[Critical].*\n/);
    expect(body.zh).toContain("以及另外 480 条");
    expect([severity, path]).toEqual(["CRITICAL", "/monitoring/alerts"]);
  });

  test("what is over says so, after what is not", () => {
    const { title, body } = noticeText([told(1, "CRITICAL", "RESOLVED"), told(2, "WARNING")], "UTC");
    expect(title.en).toBe("1 alert (1 warning), 1 resolved");
    expect(body.en.split("\n")[1]).toContain("resolved 2026-11-23 10:01:00");
    expect(noticeText([told(1, "WARNING", "RESOLVED"), told(2, "WARNING", "RESOLVED")], "UTC").title.zh).toBe(
      "2 条告警已恢复",
    );
  });
});
