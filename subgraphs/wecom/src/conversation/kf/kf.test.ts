import { expect, test } from "vitest";
import type { KfMessage } from "../../serverApi/calls/kf.ts";
import { Flights } from "./kf.flight.ts";
import { factOf } from "./kf.message.ts";

const entry = (given: Partial<KfMessage>): KfMessage => ({
  msgId: "m1",
  openKfId: "wk1",
  externalUserId: "wm1",
  sentAt: new Date("2026-11-22T10:00:00Z"),
  origin: 3,
  servicerUserId: undefined,
  type: "text",
  content: { content: "hello" },
  ...given,
});
const event = (content: Record<string, unknown>) =>
  factOf(entry({ origin: 4, type: "event", externalUserId: undefined, content }));

test("what a customer wrote comes in, what a member answered in WeCom's client is told apart", () => {
  expect(factOf(entry({}))).toMatchObject({
    kind: "message",
    direction: "IN",
    content: { type: "TEXT", text: "hello" },
  });
  expect(factOf(entry({ origin: 5, servicerUserId: "wang" }))).toMatchObject({
    direction: "SERVICER",
    servicerId: "wang",
  });
});

test("a kind of message that only WeCom shows is kept by its name, as is one that is malformed", () => {
  expect(factOf(entry({ type: "channels_shop_order", content: {} }))).toMatchObject({
    content: { type: "OTHER", wecomType: "channels_shop_order" },
  });
  expect(factOf(entry({ type: "image", content: {} }))).toMatchObject({
    content: { type: "OTHER", wecomType: "image" },
  });
});

test("an event says what became of the session, or of a message", () => {
  const who = { external_userid: "wm1" };
  expect(
    event({ event_type: "session_status_change", change_type: 1, new_servicer_userid: "li", ...who }),
  ).toEqual({
    kind: "state",
    externalUserId: "wm1",
    state: 3,
    servicerId: "li",
  });
  expect(event({ event_type: "session_status_change", change_type: 3, ...who })).toMatchObject({
    kind: "state",
    state: 4,
    servicerId: null,
  });
  expect(event({ event_type: "msg_send_fail", fail_msgid: "x", fail_type: 4, ...who })).toEqual({
    kind: "failed",
    externalUserId: "wm1",
    messageId: "x",
    failType: 4,
  });
  expect(event({ event_type: "user_recall_msg", recall_msgid: "y", ...who })).toMatchObject({
    kind: "recalled",
    messageId: "y",
  });
  expect(event({ event_type: "enter_session", ...who })).toEqual({ kind: "nothing" });
  expect(event({ nonsense: true })).toEqual({ kind: "nothing" });
});

test("who comes while a run is under way is served by the next, which all of them share", async () => {
  const flights = new Flights<number>();
  let runs = 0;
  const ends: (() => void)[] = [];
  const work = () => {
    runs += 1;
    const mine = runs;
    return new Promise<number>((resolve) => ends.push(() => resolve(mine)));
  };
  const first = flights.run("a", work);
  const later = [flights.run("a", work), flights.run("a", work)];
  expect(runs).toBe(1);
  ends[0]?.();
  expect(await first).toBe(1);
  await expect.poll(() => runs).toBe(2);
  ends[1]?.();
  expect(await Promise.all(later)).toEqual([2, 2]);
});

test("a run that fails fails those who waited for it, and the next one runs all the same", async () => {
  const flights = new Flights<number>();
  let fail: (error: Error) => void = () => undefined;
  const first = flights.run("a", () => new Promise<number>((_, reject) => (fail = reject)));
  const second = flights.run("a", async () => 2);
  fail(new Error("no"));
  await expect(first).rejects.toThrow("no");
  expect(await second).toBe(2);
});
