import { describe, expect, test } from "vitest";
import { estimateSkewMs, placeInTime } from "./clock.rules.ts";
import type { StatedTime } from "./clock.rules.ts";
import type { Span } from "./standings.ts";

const minute = 60_000;
const hour = 60 * minute;
const arrivedAt = new Date("2026-11-22T10:00:00.000Z");
const ago = (ms: number) => new Date(arrivedAt.getTime() - ms);
const span = (patientId: string, from: Date, until: Date | null = null): Span => ({
  patientId,
  from,
  until,
  refusal: null,
});
const place = (given: Partial<StatedTime>) =>
  placeInTime({
    at: null,
    arrivedAt,
    skewMs: 0,
    isBulk: false,
    spans: [span("a", ago(48 * hour))],
    ...given,
  });

describe("a clock's error", () => {
  test.each([
    ["nothing is known", [], 0],
    ["it is half a minute", [30_000], 0],
    ["it is more", [30_001], 30_001],
    ["it is behind", [-90_000, -90_400, -91_000], -90_400],
    ["one message lay about for an hour", [0, -3_600_000, 200, -100], 0],
    [
      "one message of nine is a stray",
      [60_000, 61_000, -900_000, 60_500, 60_100, 60_200, 60_300, 60_400, 60_600],
      60_300,
    ],
  ])("is its median over what is tolerated: %s", (_, samples, skewMs) => {
    expect(estimateSkewMs(samples)).toBe(skewMs);
  });
});

describe("a reading", () => {
  test("is of whoever had the device when it was measured, not of whoever has it now", () => {
    const spans = [span("a", ago(48 * hour), ago(hour)), span("b", ago(hour))];
    expect(place({ at: ago(2 * hour), spans })).toMatchObject({ patientId: "a" });
    expect(place({ at: ago(minute), spans })).toMatchObject({ patientId: "b" });
    expect(place({ at: ago(hour), spans })).toMatchObject({ patientId: "b" });
  });

  test("of a time when nobody had the device is nobody's", () => {
    const spans = [span("a", ago(4 * hour), ago(3 * hour)), span("b", ago(hour))];
    expect(place({ at: ago(2 * hour), spans })).toBe("NOT_BOUND");
    expect(place({ at: ago(hour + minute), spans })).toMatchObject({ patientId: "b" });
    expect(place({ at: ago(minute), spans: [] })).toBe("NOT_BOUND");
  });

  test("is put right by the clock's error, and says so; what the device said is kept", () => {
    expect(place({ at: ago(-4 * minute), skewMs: 5 * minute })).toEqual({
      patientId: "a",
      measuredAt: ago(minute),
      statedAt: ago(-4 * minute),
      skewMs: 5 * minute,
      flags: ["CLOCK_CORRECTED"],
    });
  });

  test.each([
    ["1970", new Date("1970-01-01T00:03:00Z")],
    ["more than a day ahead", ago(-25 * hour)],
  ])("of a clock that was never set (%s) is of when it arrived; many are refused", (_, at) => {
    expect(place({ at })).toMatchObject({
      measuredAt: arrivedAt,
      statedAt: arrivedAt,
      flags: ["CLOCK_CORRECTED"],
    });
    expect(place({ at, isBulk: true })).toBe("CLOCK_UNSET");
  });

  test("of before 2020 is believed where the patient had the device then", () => {
    const spans = [span("a", new Date("2018-01-01T00:00:00Z"))];
    expect(place({ at: new Date("2019-05-05T00:00:00Z"), spans })).toMatchObject({
      patientId: "a",
      flags: [],
    });
  });

  test("of time to come, or of longer ago than is kept, is refused", () => {
    expect(place({ at: ago(-6 * minute) })).toBe("IN_FUTURE");
    expect(place({ at: ago(-4 * minute) })).toMatchObject({ measuredAt: arrivedAt });
    const spans = [span("a", new Date("2000-01-01T00:00:00Z"))];
    expect(place({ at: new Date("2010-01-01T00:00:00Z"), spans })).toBe("TOO_OLD");
  });
});
