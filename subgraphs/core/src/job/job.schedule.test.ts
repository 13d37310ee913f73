import { describe, expect, test } from "vitest";
import { checkSchedule, decideDue, nextAfter, nextMoments } from "./job.schedule.ts";

const zone = "Asia/Shanghai";
const at = (text: string) => new Date(text);
const iso = (moments: (Date | null)[]) => moments.map((each) => each?.toISOString() ?? null);

describe("when a job comes next", () => {
  test("is told in its own time zone", () => {
    const daily = { cron: "30 8 * * *", timeZone: zone };
    expect(iso([nextAfter(daily, at("2026-11-22T00:00:00Z"))])).toEqual(["2026-11-22T00:30:00.000Z"]);
    expect(iso([nextAfter(daily, at("2026-11-22T00:30:00Z"))])).toEqual(["2026-11-23T00:30:00.000Z"]);
  });

  test("a day that an hour is taken from has its run, and one that has an hour twice has it once", () => {
    const berlin = { cron: "30 2 * * *", timeZone: "Europe/Berlin" };
    const days = (moments: Date[]) => new Set(moments.map((each) => each.toISOString().slice(0, 10)));
    const spring = nextMoments(berlin, at("2026-03-28T12:00:00Z"), 2);
    expect(days(spring)).toEqual(new Set(["2026-03-29", "2026-03-30"]));
    const autumn = nextMoments(berlin, at("2026-10-24T12:00:00Z"), 2);
    expect(days(autumn)).toEqual(new Set(["2026-10-25", "2026-10-26"]));
  });
});

describe("when a moment has come", () => {
  const job = { cron: "0 * * * *", timeZone: zone, nextRunAt: at("2026-11-22T01:00:00Z"), isBusy: false };

  test("it runs, and the next one is planned", () => {
    const due = decideDue({ ...job, misfire: "SKIP" }, at("2026-11-22T01:00:02Z"));
    expect(iso([due?.run ?? null, due?.nextRunAt ?? null])).toEqual([
      "2026-11-22T01:00:00.000Z",
      "2026-11-22T02:00:00.000Z",
    ]);
  });

  test("three that were missed are made up for by one run, for the last of them", () => {
    const due = decideDue({ ...job, misfire: "RUN_ONCE" }, at("2026-11-22T03:20:00Z"));
    expect(iso([due?.run ?? null, due?.nextRunAt ?? null])).toEqual([
      "2026-11-22T03:00:00.000Z",
      "2026-11-22T04:00:00.000Z",
    ]);
  });

  test("what was missed and may be is left out", () => {
    const due = decideDue({ ...job, misfire: "SKIP" }, at("2026-11-22T03:20:00Z"));
    expect(due).toEqual({ run: null, nextRunAt: at("2026-11-22T04:00:00Z") });
  });

  test("a run under way is never joined by another", () => {
    const now = at("2026-11-22T01:00:02Z");
    expect(decideDue({ ...job, misfire: "RUN_ONCE", isBusy: true }, now)).toBeNull();
    expect(decideDue({ ...job, misfire: "SKIP", isBusy: true }, now)).toEqual({
      run: null,
      nextRunAt: at("2026-11-22T02:00:00Z"),
    });
  });
});

describe("a schedule is refused", () => {
  const now = at("2026-11-22T00:00:00Z");
  test.each([
    ["nonsense", zone, "CRON_MALFORMED"],
    ["61 * * * *", zone, "CRON_MALFORMED"],
    ["* * *", zone, "CRON_MALFORMED"],
    ["0 0 30 2 *", zone, "CRON_NEVER_DUE"],
    ["* * * * * *", zone, "CRON_TOO_OFTEN"],
    ["0 0 * * *", "Mars/Olympus", "TIME_ZONE_UNKNOWN"],
  ])("%s in %s: %s", (cron, timeZone, reason) => {
    expect(() => checkSchedule({ cron, timeZone }, now)).toThrow(expect.objectContaining({ reason }));
  });

  test("but not what people write", () => {
    for (const cron of ["*/10 * * * * *", "0 2 * * 1-5", "0 0 L * *", "15 10 1,15 * *"])
      expect(() => checkSchedule({ cron, timeZone: zone }, now)).not.toThrow();
  });
});
