import { describe, expect, test } from "vitest";
import { createFormats } from "./formats.ts";
import { localOf, momentOf } from "./zonedTime.ts";

const noon = "2026-11-22T04:00:00Z";

test("a moment is shown in the tenant's time zone, wherever the reader sits", () => {
  expect(createFormats("zh-CN", "Asia/Shanghai").dateTime(noon)).toBe("2026/11/22 12:00");
  expect(createFormats("en", "America/New_York").dateTime(noon)).toBe("Nov 21, 2026, 23:00");
});

test("the day's first minute is not called 24:00", () => {
  expect(createFormats("en", "Asia/Shanghai").dateTime("2026-11-21T16:00:00Z")).toContain("00:00");
});

describe("how long ago", () => {
  const now = Date.parse(noon);

  test.each([
    [0, "now", "现在"],
    [12_000, "12s ago", "12秒前"],
    [3 * 60_000, "3m ago", "3分钟前"],
    [5 * 3_600_000, "5h ago", "5小时前"],
    [50 * 3_600_000, "2d ago", "2天前"],
  ])("%i ms reads %s and %s", (ms, english, chinese) => {
    expect(createFormats("en", "UTC").ago(now - ms, now)).toBe(english);
    expect(createFormats("zh-CN", "UTC").ago(now - ms, now)).toBe(chinese);
  });
});

describe("a duration", () => {
  test.each([
    [0, "0 sec"],
    [59_000, "59 sec"],
    [125_000, "2 min 5 sec"],
    [3_600_000, "1 hr"],
    [90_061_000, "1 day 1 hr"],
  ])("of %i ms reads %s", (ms, reads) => {
    expect(createFormats("en", "UTC").duration(ms)).toBe(reads);
  });

  test("is never negative", () => {
    expect(createFormats("en", "UTC").duration(-5_000)).toBe("0 sec");
  });
});

describe("a date-and-time field", () => {
  test.each(["Asia/Shanghai", "America/New_York", "Europe/Berlin", "UTC"])("means its time in %s", (zone) => {
    for (const local of ["2026-01-15T09:30", "2026-07-15T23:59", "2026-11-22T00:00"])
      expect(localOf(momentOf(local, zone) ?? "", zone)).toBe(local);
  });

  test("in Shanghai is eight hours ahead of UTC", () => {
    expect(momentOf("2026-11-22T12:00", "Asia/Shanghai")).toBe("2026-11-22T04:00:00.000Z");
  });

  test("that is empty or half typed means nothing", () => {
    expect(momentOf("", "UTC")).toBeNull();
    expect(momentOf("2026-11", "UTC")).not.toBe("");
    expect(localOf("nonsense", "UTC")).toBe("");
  });
});
