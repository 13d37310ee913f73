import { inTenant } from "@wegraph/database/scope";
import { OutboxRelay } from "@wegraph/kit/relay";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { FakeWecom } from "../testing/fakeWecom.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
let wecom: FakeWecom;
let relay: OutboxRelay;
let caller: RequestContext;
let corpId: string;
let accountId: string;

beforeAll(async () => {
  wecom = await FakeWecom.start();
  world = await openWorld({ trustedProviders: [wecom.url] });
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await world.parts.messages.start();
});

beforeEach(async () => {
  wecom.fate = () => "TAKE";
  caller = world.caller(v7());
  corpId = await world.corp(caller, "https://provider.example", "a-secret");
  [accountId] = await sendingAccounts(1);
});

afterAll(async () => {
  await world?.runtime.queue.stop();
  await world?.parts.messages.stop();
  await relay?.stop();
  await world?.close();
  await wecom?.stop();
});

async function sendingAccounts(count: number, memberLimit = 1_000): Promise<[string, ...string[]]> {
  const ids = await world.accounts(caller.principal.tenantId, corpId, count, "ONLINE");
  for (const id of ids) {
    const app = { accountId: id, agentId: 1_000_002, secret: "app-secret", apiUrl: wecom.url, memberLimit };
    await world.as(caller, (context) => world.parts.messages.apps.set(context, app));
  }
  const [first = "", ...others] = ids;
  return [first, ...others];
}

const member = (id: string) => ({ kind: "MEMBER" as const, id });
const members = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ recipient: member(`user${i}`) }));
const text = (content: string) => ({ type: "TEXT", text: content });

function sendBatch(given: object): Promise<string> {
  const input = { name: "Batch", accountId, idempotencyKey: v7(), ...given };
  return world.as(caller, (context) => world.parts.messages.service.sendBatch(context, input));
}

function send(given: object): Promise<string> {
  const input = {
    accountId,
    recipient: member("user1"),
    content: text("hello"),
    idempotencyKey: v7(),
    ...given,
  };
  return world.as(caller, (context) => world.parts.messages.service.send(context, input));
}

async function batch(id: string) {
  return world.db.system("test").messageBatch.findUniqueOrThrow({ where: { id } });
}

async function batchOver(id: string): Promise<Awaited<ReturnType<typeof batch>>> {
  await until(`batch ${id} over`, async () => (await batch(id)).finishedAt !== null, 25_000);
  return batch(id);
}

const messagesOf = (batchId: string) =>
  world.db.system("test").message.findMany({ where: { batchId }, orderBy: { batchIndex: "asc" } });

const later = () => new Date(Date.now() + 3_600_000);

describe("accepting", () => {
  test("the same key gives the same message, also when both come at once, and nothing is sent twice", async () => {
    const idempotencyKey = v7();
    const ids = await Promise.all(
      [1, 2, 3].map(() => send({ idempotencyKey, recipient: member("same-key") })),
    );
    expect(new Set(ids).size).toBe(1);
    await expect(send({ idempotencyKey, recipient: member("other") })).rejects.toMatchObject({
      code: "IDEMPOTENCY_CONFLICT",
    });
    await until("sent", async () => wecom.taken.get("same-key") === 1);
  });

  test("a batch is accepted whole or not at all, and each item with something wrong is named", async () => {
    const messages = [
      { recipient: member("a"), content: text("fine") },
      { recipient: member("b"), content: text("") },
      {
        recipient: member("c"),
        content: { type: "LINK_CARD", title: "t", description: "d", url: "javascript:alert(1)" },
      },
    ];
    const refusal = await sendBatch({ messages }).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code: "INVALID_INPUT", reason: "MESSAGE_REFUSED" });
    expect(JSON.stringify(refusal)).toContain('["input","messages",1,"content","text"]');
    expect(JSON.stringify(refusal)).toContain('["input","messages",2,"content","url"]');
    expect(await world.db.system("test").message.count({ where: { accountId } })).toBe(0);
  });

  test("variables are filled in for each recipient, and a missing one is named", async () => {
    const content = text("{{name}}，您好");
    const recipients = [
      { recipient: member("a"), variables: [{ name: "name", value: "王芳" }] },
      { recipient: member("b"), variables: [{ name: "name", value: "李雷" }] },
    ];
    const id = await sendBatch({ content, recipients, scheduledAt: later() });
    expect((await messagesOf(id)).map((message) => message.content)).toEqual([
      text("王芳，您好"),
      text("李雷，您好"),
    ]);
    recipients[1]?.variables.splice(0, 1, { name: "nmae", value: "李雷" });
    await expect(sendBatch({ content, recipients })).rejects.toMatchObject({
      details: { issues: [{ path: ["input", "recipients", 1, "variables"], message: "no value for name" }] },
    });
  });

  test("a forbidden word stops a message before it is stored", async () => {
    await world.as(caller, (context) => world.parts.messages.keywords.set(context, ["保证治愈"]));
    await expect(send({ content: text("本产品保证治愈") })).rejects.toMatchObject({
      reason: "MESSAGE_REFUSED",
    });
  });

  test("what a day's quota does not hold is spread over the next, or refused if it may not be", async () => {
    [accountId] = await sendingAccounts(1, 1); // 200 a day
    await expect(
      sendBatch({ content: text("x"), recipients: members(250), maySpread: false }),
    ).rejects.toMatchObject({
      code: "QUOTA_EXCEEDED",
      details: { atOnce: 200 },
    });
    const id = await sendBatch({ content: text("x"), recipients: members(250) });
    const waiting = (await messagesOf(id)).filter(({ scheduledAt }) => scheduledAt !== null);
    expect(waiting).toHaveLength(50);
    expect(Number((await batch(id)).predictedEndAt)).toBeGreaterThanOrEqual(Number(waiting[0]?.scheduledAt));
    // What was promised counts for the next order, and what was refused does not.
    await expect(send({ maySpread: false })).rejects.toMatchObject({ code: "QUOTA_EXCEEDED" });
  });

  test("without an account named, the accounts that can send share the recipients", async () => {
    const more = await sendingAccounts(2);
    const id = await sendBatch({
      accountId: null,
      content: text("x"),
      recipients: members(90),
      scheduledAt: later(),
    });
    const used = new Set((await messagesOf(id)).map((message) => message.accountId));
    expect(used).toEqual(new Set([accountId, ...more]));
    const again = await sendBatch({
      accountId: null,
      content: text("y"),
      recipients: members(90),
      scheduledAt: later(),
    });
    const firstOf = new Map((await messagesOf(id)).map((message) => [message.recipient, message.accountId]));
    for (const message of await messagesOf(again))
      expect(message.accountId).toBe(firstOf.get(message.recipient));
  });
});

describe("a batch", () => {
  test("is sent to everyone once, and its counts are exact", async () => {
    const recipients = Array.from({ length: 1_000 }, (_, i) => ({ recipient: member(`once-${i}`) }));
    const id = await sendBatch({ content: text("to all"), recipients });
    expect(await batchOver(id)).toMatchObject({ status: "DONE", sent: 1_000, failed: 0, cancelled: 0 });
    expect(recipients.map(({ recipient }) => wecom.taken.get(recipient.id))).toEqual(recipients.map(() => 1));
    const { tenantId } = caller.principal;
    const stats = await world.db.system("test").messageStat.findMany({ where: { tenantId } });
    expect(stats.reduce((sum, { sent }) => sum + sent, 0)).toBe(1_000);
    expect(stats.flatMap(({ latency }) => latency).reduce((sum, count) => sum + count, 0)).toBe(1_000);
  });

  test("that is cancelled sends nothing that waited, and its failures can be sent again, alone", async () => {
    const waiting = await sendBatch({ content: text("x"), recipients: members(20), scheduledAt: later() });
    await world.as(caller, (context) => world.parts.messages.acts.cancelBatch(context, waiting));
    expect(await batch(waiting)).toMatchObject({ status: "CANCELLED", cancelled: 20 });

    wecom.fate = (recipient) => (recipient === "user3" || recipient === "user7" ? 81_013 : "TAKE");
    const id = await sendBatch({ content: text("again"), recipients: members(10) });
    expect(await batchOver(id)).toMatchObject({ sent: 8, failed: 2 });
    wecom.fate = () => "TAKE";
    const retry = { batchId: id, idempotencyKey: v7() };
    const second = await world.as(caller, (context) => world.parts.messages.acts.retryBatch(context, retry));
    expect(await batchOver(second)).toMatchObject({ total: 2, sent: 2, retryOfId: id });
    expect(await batch(id)).toMatchObject({ failed: 2 });
  });
});

test("receipts that are repeated, late or in the wrong order never take a message back", async () => {
  const id = await sendBatch({ content: text("receipt"), recipients: members(1) });
  await batchOver(id);
  const [message] = await messagesOf(id);
  const wecomMessageId = message?.wecomMessageId ?? "";
  const receipt = (event: "DELIVER" | "READ", minutes: number) => ({
    accountId,
    wecomMessageId,
    event,
    at: new Date(Date.now() + minutes * 60_000),
  });
  const { receipts } = world.parts.messages;
  expect(await receipts.take([receipt("READ", 2)])).toBe(1);
  const [read] = await messagesOf(id);
  expect(await receipts.take([receipt("DELIVER", 1), receipt("READ", 3), receipt("DELIVER", 4)])).toBe(0);
  expect(await messagesOf(id)).toEqual([read]);
  expect(read).toMatchObject({ status: "READ" });
  expect(await receipts.take([{ ...receipt("READ", 5), accountId: v7() }])).toBe(0);
  expect(await batch(id)).toMatchObject({ sent: 1, read: 1 });
});

describe("tenants", () => {
  test("see nothing of each other's messages, batches, templates and figures, whatever they ask", async () => {
    const id = await sendBatch({ content: text("secret"), recipients: members(3) });
    await batchOver(id);
    const tables = [
      "wegraph_account_apps",
      "wework_message_records",
      "wework_message_batches",
      "wework_message_templates",
      "wegraph_message_template_versions",
      "wegraph_message_keywords",
      "wegraph_message_usage",
      "wegraph_message_stats",
      "wegraph_message_failure_stats",
    ];
    const see = (tenantId: string, sql: string) =>
      inTenant(tenantId, async () => (await world.pools.app.query(sql)).rows);
    for (const table of tables) expect(await see(v7(), `SELECT * FROM ${table}`), table).toEqual([]);
    expect(await see(caller.principal.tenantId, "SELECT * FROM wework_message_records")).toHaveLength(3);
    const partition = `wework_message_records_${new Date()
      .toISOString()
      .slice(0, 7)
      .replace(/^(\d+)-/, "y$1m")}`;
    for (const sql of [
      `SELECT * FROM ${partition}`,
      "DELETE FROM wework_message_records",
      "UPDATE wegraph_provider_limits SET amount = 1",
      "SELECT wegraph_ensure_partitions(1)",
      "SELECT wegraph_drop_partitions('wework_message_records', 1)",
    ])
      await expect(see(caller.principal.tenantId, sql), sql).rejects.toMatchObject({ code: "42501" });
  });

  test("cannot cancel, retry or recall another's, nor send from another's account", async () => {
    const id = await sendBatch({ content: text("x"), recipients: members(2), scheduledAt: later() });
    const [message] = await messagesOf(id);
    const messageId = message?.id ?? "";
    const stranger = world.caller(v7());
    const { acts, recall, reader, batches, service } = world.parts.messages;
    const retry = { idempotencyKey: v7() };
    for (const act of [
      () => acts.cancel(stranger, messageId),
      () => acts.cancelBatch(stranger, id),
      () => acts.retry(stranger, { messageId, ...retry }),
      () => acts.retryBatch(stranger, { batchId: id, ...retry }),
      () => recall.recall(stranger, messageId),
      () => service.send(stranger, { accountId, recipient: member("a"), content: text("x"), ...retry }),
    ])
      await expect(world.as(stranger, async () => act())).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await world.as(stranger, (context) => reader.find(context, messageId))).toBeNull();
    expect(await world.as(stranger, (context) => batches.find(context, id))).toBeNull();
    expect((await world.as(stranger, (context) => reader.page(context, {}, {}))).nodes).toEqual([]);
  });

  test("show people only the messages of the accounts their rights reach", async () => {
    await send({ scheduledAt: later() });
    const staff = world.caller(caller.principal.tenantId, { scope: "BOUND" });
    const page = () => world.as(staff, (context) => world.parts.messages.reader.page(context, {}, {}));
    expect((await page()).nodes).toEqual([]);
    await expect(
      world.as(staff, (context) =>
        world.parts.messages.service.send(context, {
          accountId,
          recipient: member("a"),
          content: text("x"),
          idempotencyKey: v7(),
        }),
      ),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await world.db
      .system("test")
      .account.update({ where: { id: accountId }, data: { boundUserIds: [staff.principal.id] } });
    expect((await page()).nodes).toHaveLength(1);
  });
});

test("templates are sent as approved, and another version changes nothing until it is approved too", async () => {
  const { templateService, templates } = world.parts.messages;
  const templateId = await world.as(caller, (context) =>
    templateService.create(context, { name: "Reminder", content: text("{{name}}, first") }),
  );
  const one = {
    templateId,
    variables: [{ name: "name", value: "王芳" }],
    content: undefined,
    scheduledAt: later(),
  };
  await expect(send(one)).rejects.toMatchObject({ code: "NOT_FOUND" });
  const decide = (version: number, decision: "APPROVE" | "REJECT") =>
    world.as(caller, (context) => templateService.decide(context, { templateId, version, decision }));
  await decide(1, "APPROVE");
  await world.as(caller, (context) =>
    templateService.revise(context, { templateId, content: text("{{name}}, second") }),
  );
  const said = async () =>
    (await world.db.system("test").message.findFirstOrThrow({ where: { id: await send(one) } })).content;
  expect(await said()).toEqual(text("王芳, first"));
  await decide(2, "APPROVE");
  expect(await said()).toEqual(text("王芳, second"));
  await expect(decide(2, "REJECT")).rejects.toMatchObject({ code: "INVALID_TRANSITION" });
  expect((await world.as(caller, () => templates.versions(templateId))).map(({ state }) => state)).toEqual([
    "APPROVED",
    "APPROVED",
  ]);
});
