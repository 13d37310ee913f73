import { describe, expect, it } from "vitest";
import { createFormats } from "../../i18n/formats.ts";
import { amountText } from "../../i18n/quotaAmount.ts";
import { dayBefore, trendOf } from "./amounts.ts";

const formats = createFormats("en", "Asia/Shanghai");

it("bytes are read in the unit plans are sold in, all else as numbers", () => {
  expect(amountText("STORAGE_BYTES", 50 * 1024 ** 3, formats)).toBe("50 GiB");
  expect(amountText("STORAGE_BYTES", 1.5 * 1024 ** 2, formats)).toBe("1.5 MiB");
  expect(amountText("STORAGE_BYTES", 2_048, formats)).toBe("2 KiB");
  expect(amountText("STORAGE_BYTES", 376, formats)).toBe("376 B");
  expect(amountText("STORAGE_BYTES", 1024 ** 4, formats)).toBe("1 TiB");
  expect(amountText("MESSAGES", 100_000, formats)).toBe("100,000");
});

describe("days", () => {
  it("are those of the tenant's zone, over the ends of months", () => {
    const lateInUtc = Date.parse("2026-02-28T17:00:00Z");
    expect(dayBefore(0, "Asia/Shanghai", lateInUtc)).toBe("2026-03-01");
    expect(dayBefore(1, "Asia/Shanghai", lateInUtc)).toBe("2026-02-28");
    expect(dayBefore(0, "America/New_York", lateInUtc)).toBe("2026-02-28");
  });

  it("without use are there all the same, of a stock with what was there before", () => {
    const range = { from: "2026-02-27", to: "2026-03-01" };
    const rows = [{ day: "2026-02-28", used: 3, peak: 5, included: 10 }];
    const values = (window: "DAY" | "LEVEL") => trendOf(rows, range, window).map(({ value }) => value);
    expect(values("DAY")).toEqual([0, 3, 0]);
    expect(values("LEVEL")).toEqual([0, 5, 5]);
    expect(trendOf(rows, range, "DAY").map(({ total }) => total)).toEqual([10, 10, 10]);
  });
});
