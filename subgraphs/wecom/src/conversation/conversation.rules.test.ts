import { expect, test } from "vitest";
import { assignmentNeeds, isReadBy, kfRecipient, placeOf, windowOf } from "./conversation.rules.ts";
import { keptOf, previewOf, storable, webOnly } from "./incoming.content.ts";

const at = (text: string) => new Date(`2026-11-22T10:00:${text}Z`);

test("what arrives in the second it was written in stands where it arrived", () => {
  expect(placeOf(at("05.000"), at("05.420"), null)).toEqual(at("05.420"));
});

test("what arrives late stands at the beginning of its second, not where it arrived", () => {
  expect(placeOf(at("05.000"), at("09.100"), null)).toEqual(at("05.000"));
  expect(placeOf(at("05.000"), at("04.900"), null)).toEqual(at("05.000"));
});

test("messages of one second keep the order in which they came, and stay in their second", () => {
  expect(placeOf(at("05.000"), at("09.100"), at("05.000"))).toEqual(at("05.001"));
  expect(placeOf(at("05.000"), at("05.300"), at("05.420"))).toEqual(at("05.421"));
  expect(placeOf(at("05.000"), at("05.999"), at("05.999"))).toEqual(at("05.999"));
});

const limit = { amount: 5, perMs: 48 * 3_600_000 };

test("a customer of 微信客服 can be answered five times within 48 hours of what they wrote last", () => {
  const facts = { kind: "KF_CUSTOMER", lastIncomingAt: at("00.000") } as const;
  const soon = new Date(at("00.000").getTime() + 47 * 3_600_000);
  const late = new Date(at("00.000").getTime() + 48 * 3_600_000);
  expect(windowOf({ ...facts, sentSince: 2, now: soon }, limit)).toEqual({
    isOpen: true,
    endsAt: late,
    messagesLeft: 3,
    messagesMax: 5,
  });
  expect(windowOf({ ...facts, sentSince: 5, now: soon }, limit)).toMatchObject({
    isOpen: false,
    messagesLeft: 0,
  });
  expect(windowOf({ ...facts, sentSince: 0, now: late }, limit)).toMatchObject({ isOpen: false });
  expect(windowOf({ ...facts, lastIncomingAt: null, sentSince: 0, now: soon }, limit)).toMatchObject({
    isOpen: false,
    endsAt: null,
  });
});

test("a member can be written to at any time", () => {
  expect(windowOf({ kind: "MEMBER", lastIncomingAt: null, sentSince: 9, now: at("00.000") }, limit)).toBe(
    null,
  );
});

test("only the reading of who has to answer counts", () => {
  expect(isReadBy(null, "a")).toBe(true);
  expect(isReadBy("a", "a")).toBe(true);
  expect(isReadBy("b", "a")).toBe(false);
});

test.each([
  ["takes what nobody has", { from: null, to: "a" }, "conversation:reply"],
  ["gives up their own", { from: "a", to: null }, "conversation:reply"],
  ["gives what nobody has to another", { from: null, to: "b" }, "conversation:assign"],
  ["gives their own to another", { from: "a", to: "b" }, "conversation:assign"],
  ["takes another's", { from: "b", to: "a" }, "conversation:assign"],
  ["takes it from another", { from: "b", to: null }, "conversation:assign"],
] as const)("whoever %s needs the right for it", (_, given, needs) => {
  expect(assignmentNeeds({ ...given, by: "a" })).toBe(needs);
});

test("a customer of 微信客服 is named together with the desk", () => {
  expect(kfRecipient("wk1", "wm2")).toBe("wk1/wm2");
});

test("a preview is one line, and is cut between characters", () => {
  expect(previewOf({ type: "TEXT", text: "  two\n\n lines " })).toBe("two lines");
  expect(previewOf({ type: "IMAGE", mediaId: "x" })).toBe("");
  const long = previewOf({ type: "TEXT", text: "😀".repeat(200) });
  expect(Array.from(long)).toHaveLength(120);
  expect(long.endsWith("😀…")).toBe(true);
});

test("a link that would run code, and characters that Postgres refuses, are not kept", () => {
  expect(webOnly("javascript:alert(1)")).toBe(undefined);
  expect(webOnly("https://example.com/x")).toBe("https://example.com/x");
  expect(storable("a\0b\ud800c")).toBe("ab\ufffdc");
  const link = {
    type: "link",
    title: "T",
    url: "data:text/html,x",
    description: "D",
    pictureUrl: undefined,
  } as const;
  expect(keptOf(link)).toEqual({ type: "LINK", title: "T", url: undefined, description: "D" });
});
