import { OutboxRelay } from "@wegraph/kit/relay";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FakeWecom } from "../../testing/fakeWecom.ts";
import { quickMessages } from "../../testing/quick.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

let world: World;
let wecom: FakeWecom;
let relay: OutboxRelay;
let caller: RequestContext;
let accountId: string;

beforeAll(async () => {
  wecom = await FakeWecom.start();
  world = await openWorld({
    trustedProviders: [wecom.url],
    messages: quickMessages({ duplicateWindowMs: 60_000 }),
  });
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await world.parts.messages.start();
});

beforeEach(async () => {
  caller = world.caller(v7());
  accountId = await sendingAccount();
});

afterEach(() => {
  wecom.fate = () => "TAKE";
  wecom.answerMs = 0;
});

afterAll(async () => {
  await world?.runtime.queue.stop();
  await world?.parts.messages.stop();
  await relay?.stop();
  await world?.close();
  await wecom?.stop();
});

async function sendingAccount(status: "ONLINE" | "OFFLINE" = "ONLINE"): Promise<string> {
  const { tenantId } = caller.principal;
  const corpId = await world.corp(caller, "https://provider.example", "a-secret");
  const [id = ""] = await world.accounts(tenantId, corpId, 1, status);
  const app = {
    accountId: id,
    agentId: 1_000_002,
    secret: "app-secret",
    apiUrl: wecom.url,
    memberLimit: 1_000,
  };
  await world.as(caller, (context) => world.parts.messages.apps.set(context, app));
  return id;
}

const someone = (id = `user-${v7()}`) => ({ kind: "MEMBER" as const, id });

function send(text: string, recipient = someone(), given: object = {}): Promise<string> {
  const content = { type: "TEXT", text };
  const input = { accountId, recipient, content, idempotencyKey: v7(), ...given };
  return world.as(caller, (context) => world.parts.messages.service.send(context, input));
}

async function row(id: string) {
  return world.db.system("test").message.findFirstOrThrow({ where: { id } });
}

async function ends(id: string): Promise<Awaited<ReturnType<typeof row>>> {
  await until(`${id} over`, async () => (await row(id)).dueAt === null);
  return row(id);
}

test("a message goes from accepted to sent, with the time of each step and WeCom's own id", async () => {
  const to = someone();
  const message = await ends(await send("hello", to));
  expect(message).toMatchObject({ status: "SENT", errorCode: null, attempts: 1, maybeSent: true });
  expect(message.wecomMessageId).toMatch(/^msg-/);
  const times = [message.createdAt, message.queuedAt, message.sendingAt, message.sentAt].map(Number);
  expect(times.toSorted((a, b) => a - b)).toEqual(times);
  expect(wecom.taken.get(to.id)).toBe(1);
});

describe("an answer that is lost", () => {
  test("after WeCom took the message leads to one message, not two", async () => {
    const to = someone();
    let losses = 2;
    wecom.fate = (recipient) => (recipient === to.id && losses-- > 0 ? "LOSE_ANSWER" : "TAKE");
    const message = await ends(await send("hello", to));
    expect(message).toMatchObject({ status: "SENT", attempts: 3 });
    expect(wecom.taken.get(to.id)).toBe(1);
  });

  test("of a message with a twin is not repeated, because WeCom could drop the wrong one", async () => {
    const to = someone();
    await ends(await send("same", to));
    wecom.fate = (recipient) => (recipient === to.id ? "LOSE_ANSWER" : "TAKE");
    const second = await ends(await send("same", to));
    expect(second).toMatchObject({
      status: "FAILED",
      errorCode: "SEND_UNVERIFIED",
      maybeSent: true,
      attempts: 1,
    });
    expect(wecom.taken.get(to.id)).toBe(2);
  });

  test("of a message to a group is left to people, because WeCom cannot tell a repetition there", async () => {
    const chat = { kind: "GROUP_CHAT" as const, id: `chat-${v7()}` };
    wecom.fate = (recipient) => (recipient === chat.id ? "LOSE_ANSWER" : "TAKE");
    expect(await ends(await send("hello", chat as never))).toMatchObject({
      status: "FAILED",
      errorCode: "SEND_UNVERIFIED",
    });
    expect(wecom.taken.get(chat.id)).toBe(1);
  });
});

test("equal messages that people mean to send twice both arrive", async () => {
  const to = someone();
  const both = await Promise.all([send("ok", to), send("ok", to)]);
  for (const id of both) expect((await ends(id)).status).toBe("SENT");
  expect(wecom.taken.get(to.id)).toBe(2);
});

test("a refusal for good fails the message at once, with WeCom's code", async () => {
  const to = someone();
  wecom.fate = (recipient) => (recipient === to.id ? 81_013 : "TAKE");
  expect(await ends(await send("hello", to))).toMatchObject({
    status: "FAILED",
    errorCode: "WECOM_81013",
    maybeSent: false,
    attempts: 1,
  });
});

test("a busy WeCom is asked again, and the message is sent", async () => {
  const to = someone();
  let refusals = 1;
  wecom.fate = (recipient) => (recipient === to.id && refusals-- > 0 ? -1 : "TAKE");
  expect(await ends(await send("hello", to))).toMatchObject({ status: "SENT", attempts: 2 });
});

test("a frequency refusal holds up its own account and no other", async () => {
  const [slowed, other] = [accountId, await sendingAccount()];
  const to = someone();
  wecom.fate = (recipient) => (recipient === to.id ? 45_009 : "TAKE");
  const first = await send("hello", to);
  await until("refused", async () => (await row(first)).errorCode === "WECOM_45009");
  const held = await send("held", someone(), { accountId: slowed });
  const free = await ends(await send("free", someone(), { accountId: other }));
  expect(free.status).toBe("SENT");
  await until("put off", async () => Number((await row(held)).dueAt) - Date.now() > 20_000);
  expect(await row(held)).toMatchObject({ status: "QUEUED", attempts: 0 });
  expect(Number((await row(first)).dueAt) - Date.now()).toBeGreaterThan(40_000);
});

test("messages wait for an account that is offline, and go when it comes back", async () => {
  const offline = await sendingAccount("OFFLINE");
  const id = await send("hello", someone(), { accountId: offline });
  await until("looked at", async () => Number((await row(id)).dueAt) - Date.now() < 10_000);
  expect((await row(id)).status).toBe("QUEUED");
  await world.db.system("test").account.update({ where: { id: offline }, data: { status: "ONLINE" } });
  expect((await ends(id)).status).toBe("SENT");
});

test("a job that comes twice sends nothing twice", async () => {
  const to = someone();
  const id = await send("hello", to);
  const { tenantId } = caller.principal;
  const job = { tenantId, payload: { ids: [id] } };
  await Promise.all([1, 2, 3, 4].map(() => world.parts.messages.worker.perform("SINGLE", job)));
  expect((await ends(id)).attempts).toBe(1);
  await world.parts.messages.worker.perform("SINGLE", job);
  expect(wecom.taken.get(to.id)).toBe(1);
});

test("a worker that lost its claim changes nothing when it comes back", async () => {
  const to = someone();
  wecom.answerMs = 600;
  const id = await send("hello", to);
  await until("claimed", async () => (await row(id)).status === "SENDING");
  await world.db.system("test").message.updateMany({ where: { id }, data: { claim: v7() } });
  await until("answered", async () => wecom.underWay === 0);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect((await row(id)).status).toBe("SENDING");
});

test("a job that the queue lost is found again", async () => {
  const id = await send("hello", someone(), { scheduledAt: new Date(Date.now() + 60_000) });
  expect((await row(id)).status).toBe("PENDING");
  await world.db
    .system("test")
    .message.updateMany({ where: { id }, data: { status: "QUEUED", dueAt: new Date(0) } });
  expect((await ends(id)).status).toBe("SENT");
});

test("what is scheduled is sent when its time has come, not before", async () => {
  const at = new Date(Date.now() + 700);
  const message = await ends(await send("hello", someone(), { scheduledAt: at }));
  expect(message.status).toBe("SENT");
  expect(Number(message.sendingAt)).toBeGreaterThanOrEqual(at.getTime());
});
