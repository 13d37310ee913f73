import { inTenant } from "@wegraph/database/scope";
import { OutboxRelay } from "@wegraph/kit/relay";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { MovableClock, talkingApp } from "../../testing/talkingApp.ts";
import type { TalkingApp } from "../../testing/talkingApp.ts";
import { openWecomApi } from "../../testing/wecomApi.ts";
import type { TestWecom } from "../../testing/wecomApi.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import type { KfNews } from "./kf.sync.ts";

let world: World;
let wecom: TestWecom;
let relay: OutboxRelay;
let app: TalkingApp;
const clock = new MovableClock();

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "secret", seed: "kf", life: false }));
  world = await openWorld({ trustedProviders: [wecom.url], clock: clock.now });
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await world.parts.messages.start();
  await world.parts.callbacks.start();
  app = await talkingApp(world, wecom, v7(), clock);
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

const conversationsOf = (customer: string) =>
  inTenant(app.tenantId, async () =>
    world.db.tenant.conversation.findMany({ where: { recipient: { endsWith: `/${customer}` } } }),
  );
const textsOf = async (customer: string) => {
  const rows = await inTenant(app.tenantId, async () =>
    world.db.tenant.message.findMany({
      where: { recipient: { endsWith: `/${customer}` }, direction: "IN" },
      orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    }),
  );
  return rows.map(({ content }) => JSON.parse(JSON.stringify(content)).text);
};

async function news(openKfId: string, token = ""): Promise<KfNews> {
  const { tenantId, corpId, accountId } = app;
  return { tenantId, corpId, accountId, openKfId, token, announcedAt: new Date() };
}

test("what a customer writes to 微信客服 is fetched when WeCom says so, and opens a window for answers", async () => {
  const openKfId = await app.kfSay("wm-first", "你好");
  await until("there", async () => (await textsOf("wm-first")).length === 1);
  const [conversation] = await conversationsOf("wm-first");
  expect(conversation).toMatchObject({
    kind: "KF_CUSTOMER",
    recipient: `${openKfId}/wm-first`,
    unread: 1,
    lastPreview: "你好",
    accountId: app.accountId,
  });
  const caller = world.caller(app.tenantId, { permissions: ["conversation:*"] });
  const window = await world.as(caller, async (context) => {
    const shown = await world.parts.conversations.reader.find(context, conversation?.id ?? "");
    return shown && world.parts.conversations.reader.window(shown);
  });
  expect(window).toMatchObject({ isOpen: true, messagesLeft: 5, messagesMax: 5 });
  expect(window?.endsAt?.getTime()).toBe((conversation?.lastIncomingAt?.getTime() ?? 0) + 48 * 3_600_000);
});

test("a customer is answered five times and no more, until they write again", async () => {
  await app.kfSay("wm-window", "help");
  await until("there", async () => (await textsOf("wm-window")).length === 1);
  const [conversation] = await conversationsOf("wm-window");
  const id = conversation?.id ?? "";
  const caller = world.caller(app.tenantId, { permissions: ["conversation:*"] });
  const answer = (text: string) =>
    world.as(caller, (context) =>
      world.parts.conversations.replies.send(context, {
        conversationId: id,
        content: { type: "TEXT", text },
        idempotencyKey: v7(),
      }),
    );
  // All at once: of six that see room for one, no more than five may go.
  const answers = await Promise.allSettled(Array.from({ length: 6 }, (_, i) => answer(`answer ${i}`)));
  expect(answers.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  expect(answers.find(({ status }) => status === "rejected")).toMatchObject({
    reason: { code: "CONFLICT", reason: "REPLY_WINDOW_CLOSED", details: { messagesLeft: 0 } },
  });
  const sent = () =>
    inTenant(app.tenantId, async () =>
      world.db.tenant.message.count({
        where: { recipient: { endsWith: "/wm-window" }, direction: "OUT", status: "SENT" },
      }),
    );
  await until("sent", async () => (await sent()) === 5);
  await app.advance(1);
  await app.kfSay("wm-window", "and another thing");
  await until("there", async () => (await textsOf("wm-window")).length === 2);
  await answer("now again");
  await until("sent", async () => (await sent()) === 6);
});

test("many callbacks at once, twice and in any order, at two processes: each message once and in its order", async () => {
  await app.corp("PUT", "/faults", { callback: { duplicateRate: 0.5, reorderBy: 6 } });
  const other = world.assembled().conversations.kfSync;
  const words = Array.from({ length: 30 }, (_, i) => `word ${i}`);
  let openKfId = "";
  for (const word of words) {
    openKfId = await app.kfSay("wm-many", word);
    await app.advance(1);
  }
  const told = await news(openKfId);
  await Promise.all([
    wecom.control("POST", "/callbacks/settle"),
    ...Array.from({ length: 4 }, () => other.run(told)),
    ...Array.from({ length: 4 }, () => world.parts.conversations.kfSync.run(told)),
  ]);
  await app.corp("PUT", "/faults", {});
  await until("all there", async () => (await textsOf("wm-many")).length >= words.length);
  expect(await textsOf("wm-many")).toEqual(words);
  expect(await conversationsOf("wm-many")).toHaveLength(1);
});

test("a token that is too old, or that WeCom does not know any more, does not keep messages away", async () => {
  await app.corp("PUT", "/faults", { callback: { lostRate: 1 } });
  const openKfId = await app.kfSay("wm-token", "one");
  await app.corp("PUT", "/faults", {});
  const told = await news(openKfId, "a-token-nobody-gave");
  await world.parts.conversations.kfSync.run(told);
  expect(await textsOf("wm-token")).toEqual(["one"]);
  await app.corp("PUT", "/faults", { callback: { lostRate: 1 } });
  await app.kfSay("wm-token", "two");
  await app.corp("PUT", "/faults", {});
  await world.parts.conversations.kfSync.run({ ...told, announcedAt: new Date(0) });
  expect(await textsOf("wm-token")).toEqual(["one", "two"]);
});

test("while WeCom refuses, nothing is lost: the cursor stays, and the next attempt has it all", async () => {
  await app.corp("PUT", "/faults", {
    callback: { lostRate: 1 },
    apis: { "kf/sync_msg": { errcode: 45_009, errcodeRate: 1 } },
  });
  const openKfId = await app.kfSay("wm-refused", "one");
  const told = await news(openKfId);
  await expect(world.parts.conversations.kfSync.run(told)).rejects.toMatchObject({
    code: "UPSTREAM_FAILED",
    reason: "KF_SYNC_REFUSED",
    details: { errcode: 45_009 },
  });
  await app.corp("PUT", "/faults", {});
  await world.parts.conversations.kfSync.run(told);
  expect(await textsOf("wm-refused")).toEqual(["one"]);
});

test("the session's end at WeCom is known here, and the customer's next word begins another", async () => {
  const openKfId = await app.kfSay("wm-ended", "bye");
  await until("there", async () => (await textsOf("wm-ended")).length === 1);
  const { wecomCorpId, secret } = { wecomCorpId: await corpIdOf(), secret: "app-secret" };
  const [conversation] = await conversationsOf("wm-ended");
  await world.db
    .system("test")
    .conversation.update({ where: { id: conversation?.id ?? "" }, data: { unread: 0 } });
  await wecom
    .client()
    .kf.transfer({ corpId: wecomCorpId, secret }, { openKfId, externalUserId: "wm-ended", state: 4 });
  await world.parts.conversations.kfSync.run(await news(openKfId));
  expect((await conversationsOf("wm-ended"))[0]).toMatchObject({ kfState: 4, state: "CLOSED" });
  await app.advance(2);
  await app.kfSay("wm-ended", "I am back");
  await until("there again", async () => (await textsOf("wm-ended")).length === 2);
  expect((await conversationsOf("wm-ended"))[0]).toMatchObject({ kfState: 0, state: "OPEN", unread: 1 });
});

async function corpIdOf(): Promise<string> {
  const corp = await world.db.system("test").corp.findUniqueOrThrow({ where: { id: app.corpId } });
  return corp.corpId;
}

test("another tenant sees neither the conversations nor how far they were fetched", async () => {
  const seen = await inTenant(v7(), async () => [
    await world.db.tenant.conversation.count(),
    await world.db.tenant.kfCursor.count(),
    await world.db.tenant.message.count(),
  ]);
  expect(seen).toEqual([0, 0, 0]);
});

// The last one: so far ahead of the real time, signed callbacks are too old.
test("a message whose callback never came is fetched when nothing was heard of the desk for a while", async () => {
  await app.kfSay("wm-lost", "one");
  await until("there", async () => (await textsOf("wm-lost")).length === 1);
  await app.corp("PUT", "/faults", { callback: { lostRate: 1 } });
  await app.kfSay("wm-lost", "two");
  await app.corp("PUT", "/faults", {});
  const { kfSweeper } = world.parts.conversations;
  await kfSweeper.sweep();
  expect(await textsOf("wm-lost")).toEqual(["one"]);
  await app.advance(11 * 60);
  await kfSweeper.sweep();
  expect(await textsOf("wm-lost")).toEqual(["one", "two"]);
});
