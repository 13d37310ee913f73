import { expect, test } from "vitest";
import { kindOf, laneOf, nameOf, sentAtOf } from "./callback.kinds.ts";
import { readEvent } from "./wecomEvent.reader.ts";

const event = (fields: Record<string, string>) => readEvent({ MsgType: "event", ...fields });
const customer = (externalUserId: string, change: string) =>
  event({
    Event: "change_external_contact",
    ChangeType: change,
    UserID: "zhangsan",
    ExternalUserID: externalUserId,
  });

test("a type is named in WeCom's own words", () => {
  expect(nameOf({ MsgType: "text" })).toBe("text");
  expect(nameOf({ MsgType: "event", Event: "enter_agent" })).toBe("enter_agent");
  expect(nameOf({ MsgType: "event", Event: "change_external_tag", ChangeType: "create" })).toBe(
    "change_external_tag/create",
  );
  expect(nameOf({})).toBe("?");
  expect(nameOf({ MsgType: "x".repeat(500) })).toHaveLength(128);
});

test("what is about one customer waits in one line, and no other customer waits with it", () => {
  const added = customer("wm1", "add_external_contact");
  expect(laneOf(customer("wm1", "del_external_contact"))).toBe(laneOf(added));
  expect(laneOf(customer("wm2", "add_external_contact"))).not.toBe(laneOf(added));
});

test("what a member writes and clicks is one line", () => {
  const text = readEvent({ MsgType: "text", FromUserName: "li", Content: "hi", MsgId: "1" });
  const card = event({
    Event: "template_card_event",
    EventKey: "k",
    TaskId: "t",
    FromUserName: "li",
  });
  expect(laneOf(card)).toBe(laneOf(text));
});

test("a type nobody knows has a kind and a line all the same", () => {
  const unknown = event({ Event: "of_tomorrow" });
  expect([kindOf(unknown), laneOf(unknown)]).toEqual(["UNKNOWN", "unknown"]);
});

test("a time that cannot be is not believed", () => {
  const receivedAt = new Date("2026-11-22T12:00:00Z");
  const sent = (seconds: string) => sentAtOf(event({ Event: "x", CreateTime: seconds }), receivedAt);
  expect(sent("1795348000")).toEqual(new Date(1_795_348_000_000));
  for (const impossible of ["999999999999999", "-1", "0", "12345678901"])
    expect(sent(impossible)).toEqual(receivedAt);
});
