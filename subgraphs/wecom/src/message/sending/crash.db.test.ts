import { OutboxRelay } from "@wegraph/kit/relay";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { FakeWecom } from "../../testing/fakeWecom.ts";
import { startWorkerProcess } from "../../testing/messageWorker.ts";
import type { WorkerProcess } from "../../testing/messageWorker.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import { messageTimings } from "../message.timings.ts";

const kills = 20;
const count = 3_000;
/** Each dies when it has made so many requests. */
const requestsEach = 40;
/** Processes take long to start: others start while one works. */
const sparesMax = 3;
const queueSuffix = `-${v7().slice(-12)}`;
/** A lease as long as a call to WeCom may take is what production has; here calls take a moment. */
const timings = {
  ...messageTimings,
  leaseMs: 33_000,
  sweepMs: 100,
  reconcileMs: 300,
  requeueMs: 4_000,
  duplicateWindowMs: 600_000,
  ackWaitMs: 2_000,
  flushMs: 5,
};

let world: World;
let wecom: FakeWecom;
let relay: OutboxRelay;
const workers: WorkerProcess[] = [];

beforeAll(async () => {
  wecom = await FakeWecom.start();
  world = await openWorld({ trustedProviders: [wecom.url], messages: { queueSuffix, timings } });
  await world.parts.messages.prepare();
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
});

afterAll(async () => {
  for (const worker of workers) await worker.kill();
  await relay?.stop();
  await world?.close();
  await wecom?.stop();
});

test("workers killed in the middle of a batch lose no message and send none twice", async () => {
  const caller = world.caller(v7());
  const { tenantId } = caller.principal;
  const corpId = await world.corp(caller, "https://provider.example", "a-secret");
  const [accountId = ""] = await world.accounts(tenantId, corpId, 1, "ONLINE");
  const { apps, service } = world.parts.messages;
  const app = { accountId, agentId: 1_000_002, secret: "app-secret", apiUrl: wecom.url, memberLimit: 100 };
  await world.as(caller, (context) => apps.set(context, app));
  wecom.answerMs = 20;
  // A few answers are lost on top, as they are when networks break with the machines.
  wecom.fate = () => (Math.random() < 0.01 ? "LOSE_ANSWER" : "TAKE");
  const recipients = Array.from({ length: count }, (_, i) => ({
    recipient: { kind: "MEMBER" as const, id: `user${i}` },
  }));
  const content = { type: "TEXT", text: "once" };
  const batchId = await world.as(caller, (context) =>
    service.sendBatch(context, { name: "Batch", accountId, content, recipients, idempotencyKey: v7() }),
  );
  const batch = () => world.db.system("test").messageBatch.findUniqueOrThrow({ where: { id: batchId } });

  const start = () => startWorkerProcess(world, { queueSuffix, timings, wecomUrl: wecom.url });
  const spares = Array.from({ length: sparesMax }, start);
  const next = async () => {
    const worker = await spares.shift();
    if (!worker) throw new Error("no worker is left");
    workers.push(worker);
    worker.go();
    return worker;
  };
  for (let n = 1; n <= kills; n += 1) {
    if (n + sparesMax <= kills + 1) spares.push(start());
    const worker = await next();
    const goal = wecom.requests + requestsEach;
    await until(`${goal} requests`, async () => wecom.requests >= goal, 120_000);
    await worker.kill();
    // What the dead had in hand is free when their claims run out; a test need not wait for that.
    await world.db
      .system("test")
      .message.updateMany({ where: { batchId, status: "SENDING" }, data: { dueAt: new Date(0) } });
  }
  expect((await batch()).sent).toBeLessThan(count);
  await next();
  await until("batch over", async () => (await batch()).finishedAt !== null, 180_000);

  expect(await batch()).toMatchObject({ status: "DONE", sent: count, failed: 0 });
  const rows = await world.db
    .system("test")
    .message.groupBy({ by: ["status"], where: { batchId }, _count: true });
  expect(rows).toEqual([{ status: "SENT", _count: count }]);
  expect(recipients.map(({ recipient }) => wecom.taken.get(recipient.id))).toEqual(recipients.map(() => 1));
}, 400_000);
