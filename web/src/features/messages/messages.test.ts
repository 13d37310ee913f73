import { describe, expect, test } from "vitest";
import { readState } from "../../ui/urlState.ts";
import { laterOf } from "./batchQuery.ts";
import { isRecipient, kindFor, recipientsIn } from "./composeState.ts";
import { actsOn } from "./messageActs.ts";
import { filterOf, recordsState } from "./recordsQuery.ts";
import { summaryOf } from "./summaryText.ts";
import { stepsOf } from "./timeline.ts";
import { diffOf, linesOf } from "./versionDiff.ts";

const now = Date.parse("2026-11-22T10:00:00Z");

describe("what may be done to a message", () => {
  const message = { sentAt: "2026-11-22T09:00:00Z", recalledAt: null };

  test("is to cancel what waits, to repeat what failed, and to take back what was sent", () => {
    expect(actsOn({ ...message, status: "QUEUED" }, now)).toEqual(["cancel"]);
    expect(actsOn({ ...message, status: "FAILED" }, now)).toEqual(["retry"]);
    expect(actsOn({ ...message, status: "READ" }, now)).toEqual(["recall"]);
    expect(actsOn({ ...message, status: "SENDING" }, now)).toEqual([]);
  });

  test("is nothing once it was taken back, or is a day old", () => {
    expect(actsOn({ ...message, status: "SENT", recalledAt: "2026-11-22T09:30:00Z" }, now)).toEqual([]);
    expect(actsOn({ status: "SENT", sentAt: "2026-11-21T09:59:00Z", recalledAt: null }, now)).toEqual([]);
  });
});

test("a message's steps stand in the order in which they happened, with the time between them", () => {
  const none = { deliveredAt: null, readAt: null, failedAt: null, cancelledAt: null, recalledAt: null };
  const steps = stepsOf({
    ...none,
    createdAt: "2026-11-22T09:00:00Z",
    scheduledAt: "2026-11-22T09:10:00Z",
    queuedAt: "2026-11-22T09:10:01Z",
    sendingAt: "2026-11-22T09:10:01Z",
    sentAt: "2026-11-22T09:10:02Z",
  });

  expect(steps.map(({ key, afterMs }) => [key, afterMs])).toEqual([
    ["accepted", null],
    ["due", 600_000],
    ["queued", 1_000],
    ["sending", 0],
    ["sent", 1_000],
  ]);
});

test("recipients are what was pasted, however they were separated, and checked by their kind", () => {
  expect(recipientsIn("wang, li；zhao\nqian  sun")).toEqual(["wang", "li", "zhao", "qian", "sun"]);
  expect(isRecipient("DEPARTMENT", "12a")).toBe(false);
  expect(isRecipient("MEMBER", "zhang.san@x")).toBe(true);
  expect(isRecipient("KF_CUSTOMER", "kf1/wmAbc")).toBe(true);
  expect(kindFor({ type: "GROUP_TEXT" }, "MEMBER")).toBe("GROUP_CHAT");
});

test("the records' question says of each filter only what is set", () => {
  expect(filterOf(readState(recordsState, new URLSearchParams()))).toBeNull();
  expect(
    filterOf(readState(recordsState, new URLSearchParams("statuses=FAILED&types=NEWS&recipient=wang"))),
  ).toEqual({
    statuses: ["FAILED"],
    types: ["NEWS"],
    recipient: "wang",
  });
});

test("of two tellings of a batch the one that has seen more is shown", () => {
  const batch = {
    id: "b",
    name: "",
    status: "RUNNING" as const,
    total: 10,
    sent: 4,
    failed: 0,
    cancelled: 0,
    delivered: 0,
    read: 0,
    scheduledAt: null,
    predictedEndAt: "",
    createdAt: "",
    finishedAt: null,
  };

  expect(laterOf(batch, { ...batch, sent: 6 }).sent).toBe(6);
  expect(laterOf({ ...batch, sent: 6 }, batch).sent).toBe(6);
  expect(laterOf(batch, { ...batch, status: "CANCELLED" }).status).toBe("CANCELLED");
});

test("one line says which message it is", () => {
  expect(summaryOf("TEXT", { type: "TEXT", text: "a\n b" })).toBe("a b");
  expect(summaryOf("NEWS", { type: "NEWS", articles: [{ title: "First" }] })).toBe("First");
  expect(summaryOf("TEMPLATE_CARD", { card: { headline: { title: "Head" } } })).toBe("Head");
});

test("two versions are compared line by line, with what is left standing between", () => {
  const before = linesOf({ type: "TEXT", text: "one\ntwo\nthree" });
  const after = linesOf({ type: "TEXT", text: "one\n2\nthree\nfour" });

  expect(diffOf(before, after).map(({ kind, text }) => `${kind} ${text}`)).toEqual([
    "same type: TEXT",
    "same text: one",
    "removed text: two",
    "added text: 2",
    "same text: three",
    "added text: four",
  ]);
});
