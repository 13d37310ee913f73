import { expect, test } from "vitest";
import { believedTime, placeAmong, withMessage } from "./incoming.rules.ts";
import type { ConversationHead, Taken } from "./incoming.rules.ts";

const at = (text: string) => new Date(`2026-11-22T10:${text}Z`);

const empty: ConversationHead = {
  state: "OPEN",
  unread: 0,
  kfState: null,
  kfStateAt: null,
  lastIncomingAt: null,
  lastMessageId: null,
  lastMessageAt: at("00:00"),
  lastDirection: null,
  lastType: null,
  lastPreview: "",
};

const message = (id: string, time: string, direction: Taken["direction"] = "IN"): Taken => ({
  messageId: id,
  at: at(time),
  direction,
  type: "TEXT",
  preview: id,
});

test("a clock that is days ahead orders nothing, and what is older than a year is not kept", () => {
  const receivedAt = at("00:00");
  expect(believedTime(new Date("2026-11-24T00:00:00Z"), receivedAt)).toEqual(receivedAt);
  expect(believedTime(new Date("2025-11-01T00:00:00Z"), receivedAt)).toBeNull();
  expect(believedTime(at("00:30"), receivedAt)).toEqual(at("00:30"));
});

test("a message that is there already has no place; one of the same second stands behind it", () => {
  const others = [
    { at: at("00:05.000"), wecomMessageId: "a" },
    { at: at("00:06.000"), wecomMessageId: "b" },
  ];
  const told = { sentAt: at("00:05"), receivedAt: at("00:09") };
  expect(placeAmong(others, { wecomMessageId: "a", ...told })).toBeNull();
  expect(placeAmong(others, { wecomMessageId: "c", ...told })).toEqual(at("00:05.001"));
});

test("whatever the order messages come in, the newest stands last and each counts as unread", () => {
  const messages = [message("a", "00:01"), message("b", "00:02"), message("c", "00:03")];
  const forwards = messages.reduce(withMessage<ConversationHead>, empty);
  const backwards = messages.toReversed().reduce(withMessage<ConversationHead>, empty);
  expect(backwards).toEqual(forwards);
  expect(forwards).toMatchObject({ unread: 3, lastMessageId: "c", lastIncomingAt: at("00:03") });
});

test("a member's answer has read what came before it, and nothing that came after", () => {
  const asked = withMessage(empty, message("a", "00:05"));
  expect(withMessage(asked, message("b", "00:06", "SERVICER"))).toMatchObject({
    unread: 0,
    lastMessageId: "b",
  });
  expect(withMessage(asked, message("b", "00:04", "SERVICER"))).toMatchObject({
    unread: 1,
    lastMessageId: "a",
  });
});

test("what the other side writes opens a closed conversation, and begins an ended session anew", () => {
  const closed = { ...empty, state: "CLOSED", kfState: 4, kfStateAt: at("00:05") };
  expect(withMessage(closed, message("a", "00:06"))).toMatchObject({ state: "OPEN", kfState: 0 });
  expect(withMessage(closed, message("a", "00:04"))).toMatchObject({ state: "OPEN", kfState: 4 });
});
