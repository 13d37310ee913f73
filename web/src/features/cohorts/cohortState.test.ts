import { expect, test } from "vitest";
import { filterOf } from "./cohortState.ts";

const state = { code: "", period: "DAY", range: "30", groups: [], sex: [], age: null } as const;

test.each([
  ["DAY", "30", "2026-10-24"],
  ["WEEK", "30", "2026-10-19"],
  ["MONTH", "90", "2026-08-01"],
] as const)("by %s over %s days begins on %s, where the first sum stands", (period, range, from) => {
  expect(filterOf({ ...state, period, range }, "2026-11-22")).toEqual({
    code: "8480-6",
    period,
    from,
    to: "2026-11-22",
  });
});

test("what is not filtered by is not asked about", () => {
  expect(
    filterOf({ ...state, groups: ["ward-3"], sex: ["FEMALE"], age: "60-79" }, "2026-11-22"),
  ).toMatchObject({ groups: ["ward-3"], sexes: ["FEMALE"], ageFrom: 60, ageTo: 79 });
});
