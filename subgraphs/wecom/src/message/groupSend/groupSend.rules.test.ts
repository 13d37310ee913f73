import { expect, test } from "vitest";
import { monthName, planCustomers } from "./customerMonth.ts";
import { checkAfterMs, groupSendStatuses, grouped, mayBecome, traitsOf } from "./groupSend.rules.ts";

const minute = 60_000;

test("what is over stays so, and only what is in doubt may go back", () => {
  for (const from of ["DONE", "FAILED", "CANCELLED"] as const)
    for (const to of groupSendStatuses) expect(mayBecome(from, to), `${from} ${to}`).toBe(false);
  expect(groupSendStatuses.filter((from) => mayBecome(from, "PENDING"))).toEqual(["HANDING_OVER"]);
});

test("WeCom is asked often at first and ever more rarely, but always again", () => {
  const waits = [0, 10, 60, 24 * 60, 6 * 24 * 60].map((waited) => checkAfterMs(waited * minute, minute));
  expect(waits).toEqual([1, 5, 30, 60, 60].map((each) => each * minute));
});

test("a group send is known again by its words and links, whatever its files are called there", () => {
  const link = (url: string, picurl: string) => ({ msgtype: "link", link: { title: "t", url, picurl } });
  const image = (id: string) => ({ msgtype: "image", image: { media_id: id } });
  expect(traitsOf("a", [image("1")])).toBe(traitsOf("a", [image("2")]));
  expect(traitsOf("a", [link("u", "x")])).toBe(traitsOf("a", [link("u", "y")]));
  expect(traitsOf("a", [link("u", "x")])).not.toBe(traitsOf("a", [link("v", "x")]));
  expect(traitsOf("a", [])).not.toBe(traitsOf("b", []));
});

test("one confirmation sends what is alike; who is to get it twice is in two", () => {
  const message = (index: number, recipient: string, contentHash: string) => ({
    index,
    recipient,
    contentHash,
    accountId: "a",
    employeeId: null,
    dueAt: null,
    content: { type: "TEXT" as const, text: contentHash },
  });
  const groups = grouped([
    message(0, "wm1", "x"),
    message(1, "wm2", "x"),
    message(2, "wm1", "x"),
    message(3, "wm1", "y"),
  ]);
  expect(groups.map((group) => group.map(({ index }) => index))).toEqual([[0, 1], [2], [3]]);
});

test("months are China's: an evening in UTC is the next month there already", () => {
  const at = new Date("2026-12-31T17:00:00Z");
  expect([monthName(at, 0), monthName(at, 1)]).toEqual(["2027-01-01", "2027-02-01"]);
  const item = { corpId: "c", recipient: "wm1" };
  const items = Array.from({ length: 5 }, (_, index) => ({ ...item, index }));
  const promised = (_: unknown, month: string) => (month === "2027-01-01" ? 1 : 0);
  const plan = planCustomers(items, { startAt: at, perMonth: 2, promised });
  expect(plan.dueAts.get(1)?.toISOString()).toBe("2027-02-01T01:00:00.000Z");
  expect([plan.dueAts.size, plan.overflow]).toEqual([2, [3, 4]]);
  expect(plan.promises.map(({ month, count }) => [month, count])).toEqual([
    ["2027-01-01", 1],
    ["2027-02-01", 2],
  ]);
});
