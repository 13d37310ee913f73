import { OutboxRelay } from "@wegraph/kit/relay";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { MovableClock, talkingApp } from "../../testing/talkingApp.ts";
import type { TalkingApp } from "../../testing/talkingApp.ts";
import { openWecomApi } from "../../testing/wecomApi.ts";
import type { TestWecom } from "../../testing/wecomApi.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

let world: World;
let wecom: TestWecom;
let relay: OutboxRelay;
let app: TalkingApp;
let caller: RequestContext;
let employee = "";

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "secret", seed: "group sends", life: false }));
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
  employee = members.find(({ status }) => status === 1)?.userid ?? "";
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

interface AtWecom {
  msgid: string;
  recipients: { external_userid: string; userid: string }[];
  isCancelled: boolean;
}

const atWecom = async () => (await app.corp<{ groupSends: AtWecom[] }>("GET", "/group-sends")).groupSends;
const confirm = (msgid: string, userId = employee) =>
  app.corp<{ sent: number }>("POST", `/group-sends/${msgid}/confirm`, { userId });

async function customers(count: number): Promise<string[]> {
  const added = await app.corp<{ externalUserIds: string[] }>("POST", "/customers", {
    userId: employee,
    count,
  });
  return added.externalUserIds;
}

function sendTo(ids: readonly string[], given: object = {}): Promise<string> {
  const recipients = ids.map((id) => ({
    recipient: { kind: "CUSTOMER" as const, id, employeeId: employee },
  }));
  const content = { type: "TEXT", text: "新品到店" };
  const input = {
    name: "Batch",
    accountId: app.accountId,
    content,
    recipients,
    idempotencyKey: v7(),
    ...given,
  };
  return world.as(caller, (context) => world.parts.messages.service.sendBatch(context, input));
}

const messagesOf = (batchId: string) =>
  world.db.system("test").message.findMany({ where: { batchId }, orderBy: { batchIndex: "asc" } });
const groupSendOf = (batchId: string) =>
  world.db.system("test").groupSend.findFirstOrThrow({ where: { batchId } });
const statuses = async (batchId: string) => (await messagesOf(batchId)).map(({ status }) => status);

test("messages to customers wait for the employee, and are sent when the employee confirms, not before", async () => {
  const ids = await customers(3);
  const batchId = await sendTo(ids);
  await until("put before the employee", async () => (await groupSendOf(batchId)).status === "WAITING");
  const [made, ...others] = await atWecom();
  expect(others).toEqual([]);
  expect(made?.recipients.map(({ external_userid }) => external_userid).toSorted()).toEqual(ids.toSorted());
  await until("asked once", async () => (await groupSendOf(batchId)).checkedAt !== null);
  expect(await statuses(batchId)).toEqual(["QUEUED", "QUEUED", "QUEUED"]);

  // One of them has parted with the employee meanwhile.
  await app.corp("POST", `/customers/${ids[2]}/part`, { userId: employee, by: "member" });
  await confirm(made?.msgid ?? "");
  await until("over", async () => (await groupSendOf(batchId)).status === "DONE");
  const rows = await messagesOf(batchId);
  expect(rows.map(({ status, errorCode }) => [status, errorCode])).toEqual([
    ["SENT", null],
    ["SENT", null],
    ["FAILED", "CUSTOMER_NOT_FRIEND"],
  ]);
  const batch = await world.db.system("test").messageBatch.findUniqueOrThrow({ where: { id: batchId } });
  expect(batch).toMatchObject({ status: "DONE", sent: 2, failed: 1, total: 3 });
});

test("a lost answer is looked up in WeCom's list, and the group send is made once", async () => {
  const ids = await customers(2);
  await app.corp("PUT", "/faults", { apis: { "externalcontact/add_msg_template": { lostAnswerRate: 1 } } });
  const batchId = await sendTo(ids);
  await until("put before the employee", async () => (await groupSendOf(batchId)).status === "WAITING");
  const made = await atWecom();
  expect(made).toHaveLength(1);
  expect((await groupSendOf(batchId)).wecomMessageId).toBe(made[0]?.msgid);
});

test("what was certainly not made is made again: the list does not have it", async () => {
  const ids = await customers(1);
  await app.corp("PUT", "/faults", { apis: { "externalcontact/add_msg_template": { serverErrorRate: 1 } } });
  const batchId = await sendTo(ids);
  await until("tried", async () => (await groupSendOf(batchId)).attempts > 0);
  await app.corp("PUT", "/faults", {});
  await until("put before the employee", async () => (await groupSendOf(batchId)).status === "WAITING");
  expect(await atWecom()).toHaveLength(1);
});

test("two orders with the same words are told apart, though both answers were lost", async () => {
  const ids = await customers(2);
  await app.corp("PUT", "/faults", { apis: { "externalcontact/add_msg_template": { lostAnswerRate: 1 } } });
  const batches = await Promise.all(ids.map((id) => sendTo([id])));
  await until("both before the employee", async () =>
    (await Promise.all(batches.map(groupSendOf))).every(({ status }) => status === "WAITING"),
  );
  const made = await atWecom();
  expect(made).toHaveLength(2);
  for (const [i, batchId] of batches.entries()) {
    const { wecomMessageId } = await groupSendOf(batchId);
    const mine = made.find(({ msgid }) => msgid === wecomMessageId);
    expect(mine?.recipients.map(({ external_userid }) => external_userid)).toEqual([ids[i]]);
  }
});

describe("cancelled by a person", () => {
  test("what nobody confirmed is not sent, and what was confirmed is told so", async () => {
    const batchId = await sendTo(await customers(2));
    await until("put before the employee", async () => (await groupSendOf(batchId)).status === "WAITING");
    const { id } = await groupSendOf(batchId);
    await world.as(caller, (context) => world.parts.messages.groupSendActs.cancel(context, id));
    await until("over", async () => (await groupSendOf(batchId)).status === "CANCELLED");
    expect(await statuses(batchId)).toEqual(["CANCELLED", "CANCELLED"]);
    const [made] = await atWecom();
    expect(made?.isCancelled).toBe(true);
    await expect(confirm(made?.msgid ?? "")).rejects.toThrow("409");
  });

  test("one message alone cannot be taken out, the whole batch can", async () => {
    const batchId = await sendTo(await customers(2));
    await until("put before the employee", async () => (await groupSendOf(batchId)).status === "WAITING");
    const [message] = await messagesOf(batchId);
    const { acts } = world.parts.messages;
    await expect(
      world.as(caller, (context) => acts.cancel(context, message?.id ?? "")),
    ).rejects.toMatchObject({
      code: "INVALID_TRANSITION",
      reason: "MESSAGE_IN_GROUP_SEND",
    });
    await world.as(caller, (context) => acts.cancelBatch(context, batchId));
    await until("over", async () => (await groupSendOf(batchId)).status === "CANCELLED");
    expect(await statuses(batchId)).toEqual(["CANCELLED", "CANCELLED"]);
  });

  test("before its time it never reaches WeCom", async () => {
    const batchId = await sendTo(await customers(1), { scheduledAt: new Date(Date.now() + 3_600_000) });
    expect(await statuses(batchId)).toEqual(["PENDING"]);
    await world.as(caller, (context) => world.parts.messages.acts.cancelBatch(context, batchId));
    await until("over", async () => (await groupSendOf(batchId)).status === "CANCELLED");
    expect(await statuses(batchId)).toEqual(["CANCELLED"]);
    expect(await atWecom()).toEqual([]);
  });
});

describe("a customer's month", () => {
  test("is planned for before anything is queued: the rest waits for the next month, or all is refused", async () => {
    const [customer = ""] = await customers(1);
    const again = (count: number) => Array.from({ length: count }, () => customer);
    await expect(sendTo(again(29), { maySpread: false })).rejects.toMatchObject({
      code: "QUOTA_EXCEEDED",
      details: { messages: 29, atOnce: 28 },
    });
    const batchId = await sendTo(again(29));
    const rows = await messagesOf(batchId);
    expect(rows.filter(({ status }) => status === "PENDING")).toHaveLength(1);
    const spread = rows.find(({ status }) => status === "PENDING");
    const batch = await world.db.system("test").messageBatch.findUniqueOrThrow({ where: { id: batchId } });
    expect(batch.predictedEndAt.getTime()).toBeGreaterThanOrEqual(Number(spread?.scheduledAt));
    expect(spread?.scheduledAt?.toISOString()).toMatch(/-01T01:00:00/);
  });

  test("what would ask employees to confirm hundreds of times is refused with the number", async () => {
    const ids = await customers(101);
    const messages = ids.map((id, i) => ({
      recipient: { kind: "CUSTOMER" as const, id },
      content: { type: "TEXT", text: `number ${i}` },
    }));
    await expect(sendTo([], { content: undefined, recipients: undefined, messages })).rejects.toMatchObject({
      code: "INVALID_INPUT",
      reason: "TOO_MANY_GROUP_SENDS",
    });
  });
});

test("employees are reminded at most once an hour, and only while they are asked", async () => {
  const batchId = await sendTo(await customers(1));
  await until("put before the employee", async () => (await groupSendOf(batchId)).status === "WAITING");
  const { id } = await groupSendOf(batchId);
  const remind = () => world.as(caller, (context) => world.parts.messages.groupSendActs.remind(context, id));
  await remind();
  await expect(remind()).rejects.toMatchObject({ code: "RATE_LIMITED", reason: "REMINDED_LATELY" });
  const stranger = world.caller(v7());
  await expect(
    world.as(stranger, (context) => world.parts.messages.groupSendActs.remind(context, id)),
  ).rejects.toMatchObject({ code: "NOT_FOUND" });
});

test("a process that dies while it hands over leaves no doubt behind: the next one asks WeCom", async () => {
  const ids = await customers(1);
  await world.parts.messages.groupSendWorker.stop();
  const batchId = await sendTo(ids);
  const { id } = await groupSendOf(batchId);
  // As it stands when the process dies between saying so and asking WeCom.
  await world.db.system("test").groupSend.update({
    where: { id },
    data: {
      status: "HANDING_OVER",
      handedOverAt: new Date(),
      claim: v7(),
      dueAt: new Date(Date.now() + 300),
    },
  });
  world.parts.messages.groupSendWorker.start();
  await until("put before the employee", async () => (await groupSendOf(batchId)).status === "WAITING");
  expect(await atWecom()).toHaveLength(1);
});

describe("a customer of 微信客服", () => {
  async function heard(customer: string): Promise<string> {
    const openKfId = await app.kfSay(customer, "你好");
    const recipient = `${openKfId}/${customer}`;
    await until(
      "heard",
      async () => (await world.db.system("test").conversation.count({ where: { recipient } })) > 0,
    );
    return recipient;
  }
  const answer = (recipient: string, text: string) =>
    world.as(caller, (context) =>
      world.parts.messages.service.send(context, {
        accountId: app.accountId,
        recipient: { kind: "KF_CUSTOMER", id: recipient },
        content: { type: "TEXT", text },
        idempotencyKey: v7(),
      }),
    );
  const row = (id: string) => world.db.system("test").message.findFirstOrThrow({ where: { id } });
  const accepted = async () => (await app.corp<{ accepted: number }>("GET", "/accepted")).accepted;

  test("is answered five times after what they wrote, and not before they write again", async () => {
    await expect(answer("wk1/wm1", "hello")).rejects.toMatchObject({ reason: "REPLY_WINDOW_CLOSED" });
    const recipient = await heard("wm-five");
    const ids = await Promise.all(Array.from({ length: 5 }, (_, i) => answer(recipient, `answer ${i}`)));
    await expect(answer(recipient, "one more")).rejects.toMatchObject({
      code: "CONFLICT",
      reason: "REPLY_WINDOW_CLOSED",
    });
    for (const id of ids) await until("sent", async () => (await row(id)).status === "SENT");
  });

  test("of orders that come at once, only as many are accepted as WeCom allows", async () => {
    const recipient = await heard("wm-crowd");
    const outcomes = await Promise.allSettled(Array.from({ length: 9 }, (_, i) => answer(recipient, `${i}`)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(5);
  });

  test("gets one message though its answer was lost: WeCom knows our id again", async () => {
    const recipient = await heard("wm-lost");
    const before = await accepted();
    await app.corp("PUT", "/faults", { apis: { "kf/send_msg": { lostAnswerRate: 1 } } });
    const id = await answer(recipient, "once");
    await until("tried", async () => (await row(id)).attempts > 0);
    await app.corp("PUT", "/faults", {});
    await until("sent", async () => (await row(id)).status === "SENT");
    expect((await accepted()) - before).toBe(1);
  });

  test("who cannot be reached after all makes a sent message a failed one, once", async () => {
    const recipient = await heard("wm-gone");
    const batchId = await world.as(caller, (context) =>
      world.parts.messages.service.sendBatch(context, {
        name: "Answers",
        accountId: app.accountId,
        content: { type: "TEXT", text: "are you there" },
        recipients: [{ recipient: { kind: "KF_CUSTOMER", id: recipient } }],
        idempotencyKey: v7(),
      }),
    );
    const [message] = await messagesOf(batchId);
    const id = message?.id ?? "";
    await until("sent", async () => (await row(id)).status === "SENT");
    const fail = { externalUserId: "wm-gone", msgId: (await row(id)).wecomMessageId, failType: 4 };
    for (let n = 0; n < 2; n += 1) await app.corp("POST", "/kf/fail", fail);
    await until("bounced", async () => (await row(id)).status === "FAILED");
    expect(await row(id)).toMatchObject({ errorCode: "KF_SEND_FAILED" });
    const batch = await world.db.system("test").messageBatch.findUniqueOrThrow({ where: { id: batchId } });
    expect(batch).toMatchObject({ status: "DONE", sent: 0, failed: 1, total: 1 });
  });
});
