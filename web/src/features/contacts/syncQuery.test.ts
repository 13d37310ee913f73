import { expect, test } from "vitest";
import { progressOf } from "./syncQuery.ts";

const run = { membersTotal: 10, membersDone: 0, groupsTotal: 4, groupsDone: 0 };

test("progress is unknown until it is known how much there is, and never goes back", () => {
  expect(progressOf({ ...run, phase: "MEMBERS" })).toBeNull();
  const along = [
    { ...run, phase: "CONTACTS" },
    { ...run, phase: "CONTACTS", membersDone: 5 },
    { ...run, phase: "CONTACTS", membersDone: 10 },
    { ...run, phase: "GROUP_LIST", membersDone: 10 },
    { ...run, phase: "GROUPS", membersDone: 10, groupsDone: 2 },
    { ...run, phase: "DONE", membersDone: 10, groupsDone: 4 },
  ] as const;
  const shares = along.map((each) => progressOf(each) ?? -1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  expect(shares.at(-1)).toBe(100);
});

test("a corporation without groups is done all the same", () => {
  expect(progressOf({ ...run, phase: "GROUPS", groupsTotal: 0 })).toBe(100);
});
