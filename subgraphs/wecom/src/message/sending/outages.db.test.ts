import { OutboxRelay } from "@wegraph/kit/relay";
import { openOwnNats } from "@wegraph/kit/testing/ownNats";
import type { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeWecom } from "../../testing/fakeWecom.ts";
import { openWorld, quickMessages, until } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

let world: World;
let wecom: FakeWecom;
let nats: Awaited<ReturnType<typeof openOwnNats>>;
let relay: OutboxRelay;
let caller: RequestContext;
let accountId = "";

beforeAll(async () => {
  nats = await openOwnNats();
  wecom = await FakeWecom.start();
  wecom.answerMs = 20;
  world = await openWorld({
    natsUrl: nats.url,
    trustedProviders: [wecom.url],
    messages: quickMessages({ requeueMs: 3_000, ackWaitMs: 2_000 }),
  });
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await world.parts.messages.start();
  caller = world.caller(v7());
  const corpId = await world.corp(caller, "https://provider.example", "a-secret");
  [accountId = ""] = await world.accounts(caller.principal.tenantId, corpId, 1, "ONLINE");
  const app = { accountId, agentId: 1_000_002, secret: "app-secret", apiUrl: wecom.url, memberLimit: 1_000 };
  await world.as(caller, (context) => world.parts.messages.apps.set(context, app));
});

afterAll(async () => {
  await world?.runtime.queue.stop();
  await world?.parts.messages.stop();
  await relay?.stop();
  await world?.close();
  await wecom?.stop();
  await nats?.close();
});

async function sendBatch(name: string, count: number): Promise<{ id: string; people: string[] }> {
  const people = Array.from({ length: count }, (_, i) => `${name}-${i}`);
  const recipients = people.map((id) => ({ recipient: { kind: "MEMBER" as const, id } }));
  const input = { name, accountId, content: { type: "TEXT", text: name }, recipients, idempotencyKey: v7() };
  const id = await world.as(caller, (context) => world.parts.messages.service.sendBatch(context, input));
  return { id, people };
}

async function expectSentOnce({ id, people }: { id: string; people: string[] }): Promise<void> {
  const batch = () => world.db.system("test").messageBatch.findUniqueOrThrow({ where: { id } });
  await until("batch over", async () => (await batch()).finishedAt !== null, 60_000);
  expect(await batch()).toMatchObject({ sent: people.length, failed: 0 });
  expect(people.map((person) => wecom.taken.get(person))).toEqual(people.map(() => 1));
}

test("a broker killed in the middle of a batch costs time, and no message", async () => {
  const batch = await sendBatch("broker", 1_500);
  await until("half sent", async () => batch.people.filter((person) => wecom.taken.has(person)).length > 500);
  await nats.restart({ downMs: 500 });
  await expectSentOnce(batch);
}, 90_000);

test("a broker that lost everything is filled again from the database", async () => {
  const forget = await nats.remember();
  const batch = await sendBatch("forgetful", 300);
  await forget();
  await expectSentOnce(batch);
}, 90_000);

test("without Redis messages are sent all the same, each once", async () => {
  world.runtime.redis.disconnect();
  await expectSentOnce(await sendBatch("no-redis", 200));
}, 60_000);
