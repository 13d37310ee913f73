import { OutboxRelay } from "@wegraph/kit/relay";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { CardAnswer } from "./card.taps.ts";
import { MovableClock, talkingApp } from "../../testing/talkingApp.ts";
import type { TalkingApp } from "../../testing/talkingApp.ts";
import { agentId, openWecomApi } from "../../testing/wecomApi.ts";
import type { TestWecom } from "../../testing/wecomApi.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

let world: World;
let wecom: TestWecom;
let relay: OutboxRelay;
let app: TalkingApp;
let caller: RequestContext;
let member = "";

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "secret", seed: "cards", life: false }));
  world = await openWorld({ trustedProviders: [wecom.url] });
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await world.parts.messages.start();
  await world.parts.callbacks.start();
});

beforeEach(async () => {
  app = await talkingApp(world, wecom, v7(), new MovableClock());
  caller = world.caller(app.tenantId);
  const { members } = await app.corp<{ members: { userid: string; status: number }[] }>("GET", "/members");
  member = members.find(({ status }) => status === 1)?.userid ?? "";
});

afterAll(async () => {
  world?.parts.callbacks.quiesce();
  await world?.runtime.queue.stop();
  await world?.parts.callbacks.stop();
  await world?.parts.messages.stop();
  await relay?.stop();
  await world?.close();
  await wecom?.close();
});

const buttons = {
  kind: "BUTTON_INTERACTION",
  headline: { title: "审批" },
  buttons: [{ text: "同意", key: "yes" }],
};

async function sent(card: object): Promise<string> {
  const id = await world.as(caller, (context) =>
    world.parts.messages.service.send(context, {
      accountId: app.accountId,
      recipient: { kind: "MEMBER", id: member },
      content: { type: "TEMPLATE_CARD", card },
      idempotencyKey: v7(),
    }),
  );
  await until("sent", async () => (await row(id)).status === "SENT");
  return id;
}

const row = (id: string) => world.db.system("test").message.findFirstOrThrow({ where: { id } });
const tap = (taskId: string) =>
  app.corp("POST", "/tap", { agentId, userId: member, taskId, eventKey: "yes" });
const tapsOf = (id: string) => world.as(caller, () => world.parts.messages.cardTaps.of(id));
const answer = (given: CardAnswer) =>
  world.as(caller, (context) => world.parts.messages.cardTaps.answer(context, given));

async function updates(): Promise<number> {
  const { calls } = await app.corp<{ calls: Record<string, number> }>("GET", "/calls");
  return calls["message/update_template_card ok"] ?? 0;
}

test("a tap is kept once, marks the message as read, and changes the card as the card says", async () => {
  const id = await sent({ ...buttons, afterTap: "已同意" });
  // WeCom tells everything twice.
  await wecom.control("PUT", `/corps/${(await corpOf()).corpId}/faults`, { callback: { duplicateRate: 1 } });
  await tap(id);
  await until("changed", async () => (await tapsOf(id))[0]?.answeredAt != null);
  await wecom.control("POST", "/callbacks/settle");
  expect(await tapsOf(id)).toMatchObject([{ userId: member, key: "yes", messageId: id }]);
  await until("read", async () => (await row(id)).status === "READ");
  expect(await updates()).toBe(1);
});

test("without a word for it the card stays, until somebody answers the tap, once", async () => {
  const id = await sent(buttons);
  await tap(id);
  await until("kept", async () => (await tapsOf(id)).length === 1);
  const [found] = await tapsOf(id);
  const tapId = found?.id ?? "";
  expect(found?.answeredAt).toBeNull();
  expect(await updates()).toBe(0);

  await expect(answer({ tapId, card: { kind: "VOTE_INTERACTION" } })).rejects.toMatchObject({
    code: "INVALID_INPUT",
  });
  const stranger = world.caller(v7());
  await expect(
    world.as(stranger, (context) =>
      world.parts.messages.cardTaps.answer(context, { tapId, buttonText: "已同意" }),
    ),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
  expect((await answer({ tapId, buttonText: "已同意" })).answeredAt).not.toBeNull();
  expect(await updates()).toBe(1);
  await expect(answer({ tapId, buttonText: "again" })).rejects.toMatchObject({
    code: "CONFLICT",
    reason: "CARD_ALREADY_CHANGED",
  });
});

async function corpOf() {
  const account = await world.db.system("test").account.findUniqueOrThrow({
    where: { id: app.accountId },
    select: { corp: { select: { corpId: true } } },
  });
  return account.corp;
}
