import { OutboxRelay } from "@wegraph/kit/relay";
import { request } from "undici";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { calledApp, callbacksOf, messageXml, RecordingHandler, signed } from "../testing/appCallbacks.ts";
import type { CalledApp } from "../testing/appCallbacks.ts";
import { startCallbackProcess } from "../testing/callbackProcess.ts";
import type { CallbackProcess } from "../testing/callbackProcess.ts";
import { quickCallbacks } from "../testing/quick.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
let relay: OutboxRelay;
const started: CallbackProcess[] = [];

beforeAll(async () => {
  world = await openWorld();
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
});

afterAll(async () => {
  for (const process of started) await process.kill();
  await world?.runtime.queue.stop();
  await relay?.stop();
  await world?.close();
});

const logs = (app: CalledApp) =>
  world.db.system("test").callbackLog.findMany({ where: { accountId: app.accountId } });

async function start(options: { queueSuffix: string; handles: boolean }): Promise<CallbackProcess> {
  const process = await startCallbackProcess(world, options);
  started.push(process);
  return process;
}

/** The status, or null when the connection broke, after which WeCom tries again. */
async function post(url: string, app: CalledApp, body: string): Promise<number | null> {
  const { path, query, rawBody } = signed(app, body);
  try {
    const answer = await request(`${url}/webhooks/wecom/${path}?${query.toString()}`, {
      method: "POST",
      body: rawBody,
    });
    await answer.body.dump();
    return answer.statusCode;
  } catch {
    return null;
  }
}

test("a process killed while callbacks pour in loses none that it answered, and doubles none that came again", async () => {
  const app = await calledApp(world);
  const queueSuffix = `-${v7().slice(-12)}`;
  const victim = await start({ queueSuffix, handles: false });
  const bodies = Array.from({ length: 600 }, () => messageXml());
  let answered = 0;
  const first = Promise.all(
    bodies.map(async (body, i) => {
      await new Promise((resolve) => setTimeout(resolve, i));
      const status = await post(victim.url, app, body);
      if (status === 200) answered += 1;
      return status;
    }),
  );
  await until("a third answered", async () => answered > 200, 20_000);
  await victim.kill();
  const statuses = await first;
  expect(statuses.filter((status) => status === 200).length).toBeGreaterThan(200);
  expect(statuses).toContain(null);
  const storedBefore = (await logs(app)).length;
  expect(storedBefore).toBeGreaterThanOrEqual(statuses.filter((status) => status === 200).length);

  // WeCom calls again for those that were not answered, some of which had been stored all the same.
  const handler = new RecordingHandler();
  const { timings } = quickCallbacks();
  const parts = callbacksOf(world, [handler], { queueSuffix, ...(timings && { timings }) });
  await parts.start();
  const again = bodies.filter((_, i) => statuses[i] === null);
  await Promise.all(again.map((body) => parts.ingress.handle(signed(app, body))));
  await until(
    "all handled",
    async () => (await logs(app)).filter(({ status }) => status === "HANDLED").length === 600,
    30_000,
  );
  await parts.stop();
  expect(await logs(app)).toHaveLength(600);
  const ids = handler.seen.map(({ event }) => (event.kind === "message" ? event.msgId : ""));
  expect(new Set(ids).size).toBe(600);
  expect(ids).toHaveLength(600);
}, 90_000);

test("a process killed in the middle of handling leaves its callbacks to another", async () => {
  const app = await calledApp(world);
  const queueSuffix = `-${v7().slice(-12)}`;
  const victim = await start({ queueSuffix, handles: true });
  const bodies = Array.from({ length: 20 }, () => messageXml());
  for (const body of bodies) expect(await post(victim.url, app, body)).toBe(200);
  await victim.handling();
  await victim.kill();

  const handler = new RecordingHandler();
  const { timings } = quickCallbacks();
  const parts = callbacksOf(world, [handler], { queueSuffix, ...(timings && { timings }) });
  await parts.start();
  await until(
    "all handled",
    async () => (await logs(app)).filter(({ status }) => status === "HANDLED").length === 20,
    30_000,
  );
  await parts.stop();
  expect(handler.seen).toHaveLength(20);
}, 60_000);
