import { expect, test } from "vitest";
import { publishedLimits } from "../limits/limits.ts";
import { dayName, dayStart, planDaysMax, planSends } from "./plan.rules.ts";
import type { PlanItem } from "./plan.rules.ts";

const startAt = new Date("2026-11-22T15:59:00Z"); // a minute before midnight in China
const toMembers = (count: number, accountId = "a"): PlanItem[] =>
  Array.from({ length: count }, (_, i) => ({ accountId, recipientKind: "MEMBER", recipient: `user${i}` }));
const plan = (items: PlanItem[], room: (accountId: string, day: number) => number, isScheduled = false) =>
  planSends(items, { startAt, isScheduled, room, limits: publishedLimits });

test("what fits goes at once", () => {
  const { dueAts, promises, overflow } = plan(toMembers(100), () => 100);
  expect(dueAts.every((due) => due === null)).toBe(true);
  expect(promises).toEqual([{ accountId: "a", day: 0, count: 100 }]);
  expect(overflow).toEqual([]);
});

test("what a day does not hold goes on the next one, by China's midnight", () => {
  const { dueAts, promises, predictedEndAt } = plan(toMembers(250), (_, day) => (day === 0 ? 100 : 120));
  const tomorrow = new Date("2026-11-22T16:00:00Z");
  expect(dueAts.slice(0, 100).every((due) => due === null)).toBe(true);
  expect(dueAts.slice(100, 220).map(Number)).toEqual(Array.from({ length: 120 }, () => tomorrow.getTime()));
  expect(dueAts.slice(220).map(Number)).toEqual(
    Array.from({ length: 30 }, () => tomorrow.getTime() + 86_400_000),
  );
  expect(promises.map(({ count }) => count)).toEqual([100, 120, 30]);
  expect(predictedEndAt.getTime()).toBeGreaterThan(tomorrow.getTime() + 86_400_000);
});

test("one member is never sent more in a minute than WeCom passes on", () => {
  const items: PlanItem[] = Array.from({ length: 200 }, (_, i) => ({
    accountId: "a",
    recipientKind: "MEMBER",
    recipient: i % 2 ? "Wang" : "wang",
  }));
  const times = plan(items, () => 1e6).dueAts.map((due) => (due ?? startAt).getTime());
  for (const from of times)
    expect(times.filter((at) => at >= from && at < from + 60_000).length).toBeLessThanOrEqual(30);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
});

test("what no day of the next week has room for is told, item by item", () => {
  const { overflow } = plan(toMembers(planDaysMax + 3), () => 1);
  expect(overflow).toEqual([planDaysMax, planDaysMax + 1, planDaysMax + 2]);
});

test("an account's quota is its own", () => {
  const { overflow, dueAts } = plan([...toMembers(2, "a"), ...toMembers(2, "b")], (id) =>
    id === "a" ? 0 : 5,
  );
  expect(overflow).toEqual([0, 1]);
  expect(dueAts.slice(2)).toEqual([null, null]);
});

test("what is scheduled waits until then even if there is room", () => {
  expect(plan(toMembers(1), () => 1, true).dueAts).toEqual([startAt]);
});

test("days begin and are named by China's clock", () => {
  expect(dayName(startAt, 0)).toBe("2026-11-22");
  expect(dayName(startAt, 1)).toBe("2026-11-23");
  expect(dayStart(startAt, 1).toISOString()).toBe("2026-11-22T16:00:00.000Z");
});
