import { expect, test } from "vitest";
import { planLeaving, planMembers } from "./group.plan.ts";
import type { KnownGroupMember } from "./group.plan.ts";

const joinedAt = new Date("2026-11-01T00:00:00Z");
const asOf = new Date("2026-11-22T00:00:00Z");
const read = (id: string, isMember = false) => ({
  id,
  isMember,
  unionId: undefined,
  joinedAt,
  joinScene: 3,
  invitedBy: undefined,
  nickname: "",
  name: id,
});
const known = (memberId: string, leftAt: Date | null = null): KnownGroupMember => ({
  memberId,
  kind: "CONTACT",
  name: memberId,
  nickname: "",
  joinScene: 3,
  joinedAt,
  invitedBy: null,
  leftAt,
});

test("who is not in a group any more has left, and stays on record", () => {
  const plan = planMembers([known("a"), known("b")], [read("a"), read("owner", true)], asOf);
  expect(plan).toMatchObject({ memberCount: 2, customerCount: 1 });
  expect(plan.written).toEqual([
    expect.objectContaining({ memberId: "owner", kind: "MEMBER", leftAt: null }),
    { ...known("b"), leftAt: asOf },
  ]);
});

test("who comes back is in it again", () => {
  const plan = planMembers([known("a", joinedAt)], [read("a")], asOf);
  expect(plan.written).toEqual([known("a")]);
});

test("a group that is read again unchanged has nothing to write", () => {
  expect(planMembers([known("a")], [read("a")], asOf).written).toEqual([]);
});

test("those who left are taken from the count, once", () => {
  expect(planLeaving([known("a"), known("b"), known("c", joinedAt)], ["b", "c", "stranger"], asOf)).toEqual({
    memberCount: 1,
    customerCount: 1,
    written: [{ ...known("b"), leftAt: asOf }],
  });
});
