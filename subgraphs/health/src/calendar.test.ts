import { expect, test } from "vitest";
import { ageOn, businessDay, dayOf } from "./calendar.ts";

test.each([
  ["China has no daylight saving", "Asia/Shanghai", "2026-07-01T15:59:59Z", "2026-07-01"],
  ["China has no daylight saving", "Asia/Shanghai", "2026-07-01T16:00:00Z", "2026-07-02"],
  ["before clocks go forward", "Europe/Berlin", "2026-03-28T22:59:59Z", "2026-03-28"],
  ["a day of 23 hours begins", "Europe/Berlin", "2026-03-28T23:00:00Z", "2026-03-29"],
  ["a day of 23 hours ends", "Europe/Berlin", "2026-03-29T21:59:59Z", "2026-03-29"],
  ["the day after 23 hours", "Europe/Berlin", "2026-03-29T22:00:00Z", "2026-03-30"],
  ["a day of 25 hours begins", "America/New_York", "2026-11-01T04:00:00Z", "2026-11-01"],
  ["a day of 25 hours ends", "America/New_York", "2026-11-02T04:59:59Z", "2026-11-01"],
  ["the day after 25 hours", "America/New_York", "2026-11-02T05:00:00Z", "2026-11-02"],
  ["clocks go forward at midnight: before", "Africa/Cairo", "2026-04-23T21:59:59Z", "2026-04-23"],
  [
    "clocks go forward at midnight: the day begins at one",
    "Africa/Cairo",
    "2026-04-23T22:00:00Z",
    "2026-04-24",
  ],
  ["fourteen hours ahead", "Pacific/Kiritimati", "2026-07-01T10:00:00Z", "2026-07-02"],
])("%s (%s, %s)", (_, zone, moment, day) => {
  expect(businessDay(new Date(moment), zone)).toBe(day);
});

test.each([
  ["1960-03-01", "2026-02-28", 65],
  ["1960-03-01", "2026-03-01", 66],
  ["2024-02-29", "2026-02-28", 1],
  ["2024-02-29", "2026-03-01", 2],
])("who was born on %s is on %s so old: %i", (born, day, years) => {
  expect(ageOn(dayOf(born), dayOf(day))).toBe(years);
});
