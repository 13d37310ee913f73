import { AppError } from "@wegraph/kit/errors";
import { OutboxRelay } from "@wegraph/kit/relay";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { until } from "@wegraph/kit/testing/until";
import {
  calledApp,
  callbacksOf,
  eventXml,
  messageXml,
  RecordingHandler,
  signed,
} from "../../testing/appCallbacks.ts";
import type { CalledApp } from "../../testing/appCallbacks.ts";
import { quickCallbacks } from "../../testing/quick.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import type { CallbackHandler } from "../callback.handler.ts";
import type { CallbackOptions, CallbackParts } from "../callback.parts.ts";
import type { CallbackTimings } from "../callback.timings.ts";

let world: World;
let relay: OutboxRelay;
const running: CallbackParts[] = [];

beforeAll(async () => {
  world = await openWorld();
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
});

afterEach(async () => {
  await Promise.all(running.splice(0).map((parts) => parts.stop()));
});

afterAll(async () => {
  await world?.runtime.queue.stop();
  await relay?.stop();
  await world?.close();
});

function partsOf(handlers: readonly CallbackHandler[], options: CallbackOptions = quickCallbacks()) {
  const parts = callbacksOf(world, handlers, options);
  running.push(parts);
  return parts;
}

const quick = (timings: Partial<CallbackTimings>) => quickCallbacks(timings);

async function statuses(app: CalledApp): Promise<string[]> {
  const rows = await world.db
    .system("test")
    .callbackLog.findMany({ where: { accountId: app.accountId }, orderBy: { id: "asc" } });
  return rows.map(({ status }) => status);
}

async function allOver(app: CalledApp, count: number): Promise<void> {
  const isOver = async () => {
    const found = await statuses(app);
    return found.length === count && !found.includes("RECEIVED");
  };
  await until(`${count} callbacks over`, isOver, 30_000);
}

const textOf = ({ event }: { event: { kind: string } }) =>
  "content" in event ? (event.content as { text?: string }).text : undefined;

test("a callback reaches the handlers that want it, with what it says", async () => {
  const app = await calledApp(world);
  const handler = new RecordingHandler();
  const deaf = new RecordingHandler(() => false);
  const parts = partsOf([handler, deaf]);
  await parts.start();
  const at = Date.now();
  await parts.ingress.handle(signed(app, messageXml({ Content: "你好", CreateTime: 1_700_000_000 })));
  await until("handled", async () => handler.seen.length > 0, 30_000);
  expect(handler.seen[0]).toMatchObject({
    tenantId: app.tenantId,
    corpId: app.corpId,
    wecomCorpId: app.keys.receiveId,
    accountId: app.accountId,
    agentId: 1_000_002,
    event: { kind: "message", from: "zhangsan", content: { type: "text", text: "你好" } },
    sentAt: new Date(1_700_000_000_000),
  });
  expect(Number(handler.seen[0]?.receivedAt)).toBeGreaterThanOrEqual(at);
  await allOver(app, 1);
  expect(await statuses(app)).toEqual(["HANDLED"]);
  expect(deaf.seen).toEqual([]);
});

test("callbacks about one member are handled in order of receipt, by however many processes", async () => {
  const app = await calledApp(world);
  const handler = new RecordingHandler();
  const options = quickCallbacks();
  const [first, second] = [partsOf([handler], options), partsOf([handler], options)];
  // Some take longer than those behind them.
  handler.decide = async () => {
    await new Promise((resolve) => setTimeout(resolve, Math.random() * 4));
    return "applied";
  };
  await first.start();
  await second.start();
  const sent = Array.from({ length: 60 }, (_, i) => `message ${i}`);
  for (const [i, text] of sent.entries())
    await [first, second][i % 2]?.ingress.handle(signed(app, messageXml({ Content: text })));
  await allOver(app, 60);
  expect(handler.seen.map(textOf)).toEqual(sent);
});

test("what a handler takes together is given as one, and a set that it refuses one by one", async () => {
  const app = await calledApp(world);
  const sets: number[] = [];
  const handler = new RecordingHandler();
  const together: CallbackHandler = {
    name: handler.name,
    wants: ({ kind }) => kind === "message",
    handle: (callback) => handler.handle(callback),
    async handleAll(callbacks) {
      sets.push(callbacks.length);
      if (callbacks.some((each) => textOf(each) === "poison")) throw new Error("one of them is no good");
      return await Promise.all(callbacks.map((each) => handler.handle(each)));
    },
  };
  handler.decide = async (callback) => {
    if (textOf(callback) === "poison") throw new AppError("INVALID_INPUT", "NO_GOOD", "No good.");
    return "applied";
  };
  const parts = partsOf([together], quick({ attemptsMax: 1 }));
  for (let i = 0; i < 30; i += 1)
    await parts.ingress.handle(signed(app, messageXml({ Content: `good ${i}` })));
  await parts.start();
  await allOver(app, 30);
  expect(sets).toEqual([30]);
  expect(handler.seen.map(textOf)).toEqual(Array.from({ length: 30 }, (_, i) => `good ${i}`));

  for (const Content of ["before", "poison", "after"])
    await parts.ingress.handle(signed(app, messageXml({ Content })));
  await allOver(app, 33);
  expect((await statuses(app)).slice(30)).toEqual(["HANDLED", "FAILED", "HANDLED"]);
});

test("a handler that fails is asked again, and others' callbacks go on meanwhile", async () => {
  const app = await calledApp(world);
  const handler = new RecordingHandler();
  let failures = 3;
  handler.decide = async (callback) => {
    if (textOf(callback) === "difficult" && failures-- > 0) throw new Error("not now, 13800138000");
    return "applied";
  };
  const parts = partsOf([handler]);
  await parts.start();
  await parts.ingress.handle(signed(app, messageXml({ Content: "difficult", FromUserName: "a" })));
  await parts.ingress.handle(signed(app, messageXml({ Content: "easy", FromUserName: "b" })));
  await allOver(app, 2);
  expect(await statuses(app)).toEqual(["HANDLED", "HANDLED"]);
  expect(handler.seen.map(textOf).filter((text) => text === "difficult")).toHaveLength(4);
  expect(handler.seen.map(textOf).filter((text) => text === "easy")).toHaveLength(1);
});

test("what fails every time ends as FAILED, with a reason that gives nothing away", async () => {
  const app = await calledApp(world);
  const handler = new RecordingHandler();
  const parts = partsOf([handler], quick({ attemptsMax: 3 }));
  await parts.start();
  for (const error of [
    new Error("personal: 13800138000"),
    new AppError("UPSTREAM_FAILED", "WECOM_REFUSED", "personal: 13800138000"),
  ]) {
    handler.decide = () => Promise.reject(error);
    await parts.ingress.handle(signed(app, messageXml()));
    const expected = (await statuses(app)).length;
    await allOver(app, expected);
  }
  const rows = await world.db
    .system("test")
    .callbackLog.findMany({ where: { accountId: app.accountId }, orderBy: { id: "asc" } });
  expect(rows).toMatchObject([
    { status: "FAILED", reason: "recording:HANDLER_FAILED", attempts: 3, dueAt: null },
    { status: "FAILED", reason: "recording:WECOM_REFUSED", attempts: 3, dueAt: null },
  ]);
});

test("a handler that never comes back is given up, and holds up nobody for longer", async () => {
  const app = await calledApp(world);
  const handler = new RecordingHandler();
  handler.decide = (callback) =>
    textOf(callback) === "hang" ? new Promise(() => undefined) : Promise.resolve("applied");
  const parts = partsOf([handler], quick({ attemptsMax: 1, handlerMs: 100 }));
  await parts.start();
  await parts.ingress.handle(signed(app, messageXml({ Content: "hang" })));
  await parts.ingress.handle(signed(app, messageXml({ Content: "go on" })));
  await allOver(app, 2);
  expect(await statuses(app)).toEqual(["FAILED", "HANDLED"]);
});

test("old news ends as LATE, and what says nothing to anybody as IGNORED", async () => {
  const app = await calledApp(world);
  const handler = new RecordingHandler(({ kind }) => kind !== "notice");
  const parts = partsOf([handler]);
  await parts.start();
  handler.decide = async ({ event }) => (event.kind === "app" ? "late" : "ignored");
  await parts.ingress.handle(signed(app, eventXml({ Event: "enter_agent", AgentID: 1 })));
  await parts.ingress.handle(signed(app, messageXml()));
  await parts.ingress.handle(signed(app, eventXml({ Event: "msgaudit_notify" })));
  await allOver(app, 3);
  const rows = await world.db
    .system("test")
    .callbackLog.findMany({ where: { accountId: app.accountId }, orderBy: { id: "asc" } });
  expect(rows.map(({ status, reason }) => [status, reason])).toEqual([
    ["LATE", null],
    ["IGNORED", "NOTHING_TO_DO"],
    ["IGNORED", "NO_HANDLER"],
  ]);
  const sums = await world.db
    .system("test")
    .callbackStat.findMany({ where: { accountId: app.accountId }, orderBy: { kind: "asc" } });
  expect(sums.map(({ kind, received, late, ignored }) => [kind, received, late, ignored])).toEqual([
    ["APP", 1, 1, 0],
    ["MESSAGE", 1, 0, 1],
    ["NOTICE", 1, 0, 1],
  ]);
});

test("one that does not open any more is told, and the others go on", async () => {
  const app = await calledApp(world);
  const handler = new RecordingHandler();
  const parts = partsOf([handler]);
  await parts.ingress.handle(signed(app, messageXml()));
  await world.db
    .system("test")
    .callbackLog.updateMany({ where: { accountId: app.accountId }, data: { bodySealed: "v1.x.y.z" } });
  await parts.ingress.handle(signed(app, messageXml()));
  await parts.start();
  await allOver(app, 2);
  expect(await statuses(app)).toEqual(["FAILED", "HANDLED"]);
});

test("a turn that was left by a dead process ends, and the next one finishes what it had begun", async () => {
  const app = await calledApp(world);
  const dying = new RecordingHandler();
  dying.decide = () => new Promise(() => undefined);
  const options = quick({ turnMs: 300 });
  const dead = partsOf([dying], options);
  await dead.ingress.handle(signed(app, messageXml()));
  // Takes the turn as a process does that is killed right afterwards.
  await world.db.system("test").$executeRaw`
    INSERT INTO wegraph_callback_turns (corp_id, tenant_id, token, until)
    VALUES (${app.corpId}::uuid, ${app.tenantId}::uuid, gen_random_uuid(), now() + interval '300 milliseconds')`;
  const handler = new RecordingHandler();
  const alive = partsOf([handler], options);
  await alive.start();
  await allOver(app, 1);
  expect(await statuses(app)).toEqual(["HANDLED"]);
});

test("a member's click on a card tells that the message was read, once", async () => {
  const app = await calledApp(world);
  const { tenantId, accountId } = app;
  const now = new Date();
  const id = "0197c000-0000-7000-8000-000000000001";
  await world.db.system("test").message.create({
    data: {
      id,
      createdAt: now,
      tenantId,
      accountId,
      isRouted: false,
      lane: "SINGLE",
      type: "TEMPLATE_CARD",
      recipientKind: "MEMBER",
      recipient: "zhangsan",
      content: { type: "TEMPLATE_CARD", card: { kind: "button_interaction", taskId: "task-1" } },
      contentHash: Buffer.alloc(16),
      status: "SENT",
      wecomMessageId: "msg-of-card",
    },
  });
  const { callbacks } = world.parts;
  const click = (extra: object) =>
    callbacks.ingress.handle(
      signed(
        app,
        eventXml({
          FromUserName: "zhangsan",
          Event: "template_card_event",
          EventKey: "yes",
          TaskId: "task-1",
          AgentID: 1_000_002,
          ...extra,
        }),
      ),
    );
  await click({ ResponseCode: "one" });
  await click({ ResponseCode: "two" });
  await click({ TaskId: "of nobody" });
  await callbacks.worker.drain(app);
  expect(await statuses(app)).toEqual(["HANDLED", "LATE", "IGNORED"]);
  const message = await world.db.system("test").message.findFirst({ where: { id } });
  expect(message?.status).toBe("READ");
});

test("news of an application that is used too little makes the driver look at its account at once", async () => {
  const app = await calledApp(world);
  const drive = () =>
    world.db.system("test").accountDrive.findUniqueOrThrow({ where: { accountId: app.accountId } });
  expect((await drive()).nextDueAt).toBeNull();
  const { callbacks } = world.parts;
  await callbacks.ingress.handle(
    signed(app, eventXml({ Event: "close_inactive_agent", AgentID: 1_000_002 })),
  );
  await callbacks.worker.drain(app);
  expect((await drive()).nextDueAt).not.toBeNull();
});
