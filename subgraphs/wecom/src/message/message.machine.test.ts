import { expect, test } from "vitest";
import { isOver, messageEvents, messageMachine, messageStatuses, statusesThat } from "./message.machine.ts";

const rank = { PENDING: 0, QUEUED: 1, SENDING: 2, SENT: 3, DELIVERED: 4, READ: 5, FAILED: 9, CANCELLED: 9 };

test("no event in any status leads to an earlier status", () => {
  for (const status of messageStatuses)
    for (const event of messageEvents) {
      const next = messageMachine[status][event];
      if (next !== undefined) expect(rank[next], `${status} ${event}`).toBeGreaterThanOrEqual(rank[status]);
    }
});

test("a status that is left is never met again, but for another attempt to send", () => {
  for (const status of messageStatuses)
    for (const event of messageEvents)
      if (messageMachine[status][event] === status) expect([status, event]).toEqual(["SENDING", "CLAIM"]);
});

test("failed, cancelled and read messages change no more", () => {
  for (const status of ["FAILED", "CANCELLED", "READ"] as const) expect(messageMachine[status]).toEqual({});
});

test("only what has not been handed to WeCom can be cancelled", () => {
  expect(statusesThat("CANCEL")).toEqual(["PENDING", "QUEUED"]);
});

test("receipts may overtake each other and the answer to the sending", () => {
  expect(statusesThat("READ")).toEqual(["SENDING", "SENT", "DELIVERED"]);
  expect(statusesThat("DELIVER")).toEqual(["SENDING", "SENT"]);
  expect(statusesThat("ACCEPT")).toEqual(["SENDING"]);
});

test("what somebody still has to work on is exactly what can be queued, claimed or settled", () => {
  expect(messageStatuses.filter((status) => !isOver(status))).toEqual(statusesThat("FAIL"));
});
