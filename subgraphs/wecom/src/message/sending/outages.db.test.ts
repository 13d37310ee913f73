import { openDatabase } from "@wegraph/database/open";
import { openOwnPostgres } from "@wegraph/database/ownPostgres";
import { schemaDir } from "@wegraph/db-wecom/location";
import { createLogger } from "@wegraph/kit/log";
import { OutboxRelay } from "@wegraph/kit/relay";
import { openOwnNats } from "@wegraph/kit/testing/ownNats";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeWecom } from "../../testing/fakeWecom.ts";
import { startRole } from "../../testing/roleProcess.ts";
import { quickMessages } from "../../testing/quick.ts";
import { openWorld, worldSecret } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

let world: World;
let wecom: FakeWecom;
let nats: Awaited<ReturnType<typeof openOwnNats>>;
let postgres: Awaited<ReturnType<typeof openOwnPostgres>>;
let relay: OutboxRelay;
let caller: RequestContext;
let accountId = "";

beforeAll(async () => {
  [nats, postgres] = await Promise.all([openOwnNats(), openOwnPostgres()]);
  wecom = await FakeWecom.start();
  wecom.answerMs = 20;
  const database = await openDatabase({
    adminUrl: postgres.url,
    database: "wework_platform",
    schemaDir,
    secret: worldSecret,
    log: createLogger("test", "silent"),
  });
  world = await openWorld({
    natsUrl: nats.url,
    database,
    trustedProviders: [wecom.url],
    // The broker is the test's own, so its jobs need no name of their own.
    messages: { ...quickMessages({ requeueMs: 3_000, ackWaitMs: 2_000 }), queueSuffix: "" },
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
  await postgres?.stop();
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

test("a database restarted in the middle of a batch costs time, and no message", async () => {
  const batch = await sendBatch("database", 1_500);
  await until("half sent", async () => batch.people.filter((person) => wecom.taken.has(person)).length > 500);
  await postgres.restart({ downMs: 500 });
  await until("back", () =>
    world.db
      .system("test")
      .messageBatch.count()
      .then(
        () => true,
        () => false,
      ),
  );
  // What was claimed when it went down is free when the claims run out; a test need not wait for that.
  await world.db
    .system("test")
    .message.updateMany({ where: { batchId: batch.id, status: "SENDING" }, data: { dueAt: new Date(0) } });
  await expectSentOnce(batch);
}, 90_000);

test("without Redis messages are sent all the same, each once", async () => {
  world.runtime.redis.disconnect();
  await expectSentOnce(await sendBatch("no-redis", 200));
}, 60_000);

test("processes of their own share the sending, beside one that only accepts", async () => {
  await world.runtime.queue.stop();
  await world.parts.messages.stop();
  const workers = await Promise.all(
    [1, 2].map(() =>
      startRole("messages", {
        DATABASE_URL: postgres.url,
        NATS_URL: nats.url,
        WEGRAPH_SECRET: worldSecret,
        SIMULATOR_URL: wecom.url,
      }),
    ),
  );
  try {
    wecom.answerMs = 50;
    await expectSentOnce(await sendBatch("shared", 1_500));
    for (const worker of workers) expect(await worker.handOvers()).toBeGreaterThan(0);
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()));
  }
}, 120_000);
