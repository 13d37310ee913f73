import { OutboxRelay } from "@wegraph/kit/relay";
import { openOwnNats } from "@wegraph/kit/testing/ownNats";
import { afterAll, beforeAll, expect, test } from "vitest";
import { until } from "@wegraph/kit/testing/until";
import { calledApp, callbacksOf, messageXml, RecordingHandler, signed } from "../testing/appCallbacks.ts";
import { quickCallbacks } from "../testing/quick.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import type { CallbackParts } from "./callback.parts.ts";

let world: World;
let nats: Awaited<ReturnType<typeof openOwnNats>>;
let relay: OutboxRelay;
let parts: CallbackParts;
const handler = new RecordingHandler();

beforeAll(async () => {
  nats = await openOwnNats();
  world = await openWorld({ natsUrl: nats.url });
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  parts = callbacksOf(world, [handler], quickCallbacks());
  await parts.start();
});

afterAll(async () => {
  await parts?.stop();
  await world?.runtime.queue.stop();
  await relay?.stop();
  await world?.close();
  await nats?.close();
});

test("while NATS is away callbacks are accepted and handled, and each is handled once when it is back", async () => {
  const app = await calledApp(world);
  const down = nats.restart({ downMs: 2_000 });
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => parts.ingress.handle(signed(app, messageXml()))),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  const handled = () =>
    world.db.system("test").callbackLog.count({ where: { accountId: app.accountId, status: "HANDLED" } });
  await until("handled without NATS", async () => (await handled()) === 50);
  await down;
  await parts.ingress.handle(signed(app, messageXml()));
  await until("handled with NATS", async () => (await handled()) === 51, 20_000);
  expect(handler.seen).toHaveLength(51);
}, 60_000);
