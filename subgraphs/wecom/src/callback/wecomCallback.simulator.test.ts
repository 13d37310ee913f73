import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { startSimulator } from "@wegraph/simulators/simulator";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { messageContent } from "../message/content/content.ts";
import { toWecomBody } from "../message/content/content.wire.ts";
import { agentId, app, openWecomApi } from "../testing/wecomApi.ts";
import type { TestWecom } from "../testing/wecomApi.ts";
import { readUrlCheck, readWecomCallback } from "./wecomCallback.reader.ts";
import type { WecomCallback } from "./wecomCallback.reader.ts";

const keys = {
  token: "CallbackToken1",
  encodingAesKey: "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
  receiveId: app.corpId,
};

let wecom: TestWecom;
let server: Server;
let url: string;
let received: WecomCallback[];
let refusals: string[];
/** What the next requests do instead of being answered 200. */
let misbehave: ("cut" | 500)[];
let users: string[];

beforeEach(async () => {
  received = [];
  refusals = [];
  misbehave = [];
  server = createServer((request, response) => {
    const { searchParams: query } = new URL(request.url ?? "", "http://receiver");
    if (request.method === "GET") {
      const check = readUrlCheck(query, keys, new Date());
      response.writeHead(check.ok ? 200 : 401).end(check.ok ? check.value : "");
      return;
    }
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const fault = misbehave.shift();
      if (fault === "cut") return void request.socket.destroy();
      const reading = readWecomCallback(query, Buffer.concat(chunks), keys, new Date());
      if (reading.ok) received.push(reading.value);
      else refusals.push(reading.refusal);
      response.writeHead(fault ?? 200).end();
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
  wecom = await openWecomApi(await startSimulator({ secret: "secret", seed: "seed", life: false }));
  users = await wecom.members();
});

afterEach(async () => {
  await wecom.close();
  server.closeAllConnections();
  server.close();
});

const save = (more: object = {}) =>
  wecom.corp("PUT", `/apps/${agentId}/callback`, {
    url,
    token: keys.token,
    aesKey: keys.encodingAesKey,
    ...more,
  });
const settle = () =>
  wecom.control<{ announced: number; requests: number; answered: number; refused: number; givenUp: number }>(
    "POST",
    "/callbacks/settle",
  );
const say = (count = 1) =>
  wecom.corp("POST", "/say", { agentId, from: users[0], fields: { Content: "你好 <&]]>" }, count });

describe("the address", () => {
  test("is saved once it has given back the plain text, and only then", async () => {
    expect(await save()).toEqual({ verified: true });
    await expect(save({ token: "AnotherToken" })).rejects.toThrow("CALLBACK_NOT_VERIFIED");
    await expect(save({ aesKey: "0".repeat(43) })).rejects.toThrow("CALLBACK_NOT_VERIFIED");
    await expect(save({ url: "http://127.0.0.1:9/" })).rejects.toThrow("CALLBACK_NOT_VERIFIED");
  });
});

describe("what people do arrives as what it is", () => {
  beforeEach(() => save());

  test("a message, with every character of it and its id undamaged", async () => {
    await say();
    await settle();

    expect(received).toMatchObject([
      {
        dedupKey: expect.stringMatching(/^msg:\d{19}$/) as string,
        event: {
          kind: "message",
          to: app.corpId,
          from: users[0],
          agentId: String(agentId),
          content: { type: "text", text: "你好 <&]]>" },
        },
      },
    ]);
  });

  test("members, customers, groups and tags that change", async () => {
    await wecom.corp("PUT", "/members/newbie", { name: "新人", department: [1, 2] });
    const { externalUserIds } = await wecom.corp<{ externalUserIds: [string] }>("POST", "/customers", {
      userId: "newbie",
      state: "channel-1",
    });
    const [customer] = externalUserIds;
    const { chatId } = await wecom.corp<{ chatId: string }>("POST", "/groups", {
      owner: "newbie",
      name: "群",
    });
    await wecom.corp("POST", `/groups/${chatId}/join`, { ids: [customer] });
    await wecom.corp("POST", `/groups/${chatId}/leave`, { ids: [customer] });
    await wecom.corp("PATCH", `/groups/${chatId}`, { name: "新群名" });
    await wecom.corp("DELETE", `/groups/${chatId}`);
    await wecom.corp("POST", "/tag-events", { change: "create", id: "et1", tagType: "tag_group" });
    await wecom.corp("POST", `/customers/${customer}/part`, { userId: "newbie", by: "customer" });
    await wecom.corp("DELETE", "/members/newbie");
    await settle();

    const seen = received.map(({ event }) =>
      "change" in event ? `${event.kind} ${event.change}` : event.kind,
    );
    expect(seen.toSorted()).toEqual(
      [
        "member create_user",
        "customer add_external_contact",
        "customer_group create",
        "customer_group update",
        "customer_group update",
        "customer_group update",
        "customer_group dismiss",
        "customer_tag create",
        "customer del_follow_user",
        "member delete_user",
      ].toSorted(),
    );
    const versions = received.flatMap(({ event }) =>
      event.kind === "customer_group" && event.memberVersion !== undefined
        ? [[event.lastMemberVersion, event.memberVersion]]
        : [],
    );
    const [one, two] = versions;
    expect(versions).toHaveLength(2);
    // Whichever came first: each begins where the other ended.
    expect(one?.[1] === two?.[0] || two?.[1] === one?.[0]).toBe(true);
  });

  test("a welcome code greets the new customer once, within twenty seconds", async () => {
    const api = wecom.client();
    await wecom.corp("POST", "/customers", { userId: users[0], count: 2 });
    await settle();
    const codes = received.flatMap(({ event }) => (event.kind === "customer" ? [event.welcomeCode] : []));
    const greet = (code: string | undefined) =>
      api.customers.welcome(app, { welcome_code: code, text: { content: "欢迎" } });

    expect(await greet(codes[0])).toMatchObject({ kind: "accepted" });
    expect(await greet(codes[0])).toMatchObject({ kind: "refused", refusal: { errcode: 41_050 } });
    await wecom.control("POST", "/clock", { advanceSeconds: 21 });
    expect(await greet(codes[1])).toMatchObject({ kind: "refused", refusal: { errcode: 41_050 } });
  });

  test("a tap on a card, with what was chosen and a code to answer with", async () => {
    const api = wecom.client();
    const card = messageContent.parse({
      type: "TEMPLATE_CARD",
      card: {
        kind: "VOTE_INTERACTION",
        headline: { title: "午餐" },
        question: {
          key: "q1",
          options: [
            { id: "1", text: "面" },
            { id: "2", text: "饭" },
          ],
        },
        submit: { text: "提交", key: "ok" },
      },
    });
    const [user = ""] = users;
    await api.messages.send(app, toWecomBody(card, { channel: "app", agentId, users: [user], taskId: "t1" }));
    const selected = [{ questionKey: "q1", optionIds: ["2"] }];
    await wecom.corp("POST", "/tap", { agentId, userId: user, taskId: "t1", eventKey: "ok", selected });
    await settle();

    const [callback] = received;
    expect(callback?.event).toMatchObject({
      kind: "card",
      taskId: "t1",
      eventKey: "ok",
      cardType: "vote_interaction",
      selected,
    });
    const code = callback?.event.kind === "card" ? callback.event.responseCode : "";
    const update = {
      userids: [user],
      agentid: agentId,
      response_code: code,
      button: { replace_name: "已提交" },
    };
    expect(await api.messages.updateCard(app, update)).toMatchObject({ kind: "accepted" });
  });

  test("a customer's message to 微信客服 brings a token to fetch it with", async () => {
    const api = wecom.client();
    await wecom.corp("POST", "/kf/say", { externalUserId: "wm1", text: "在吗" });
    await settle();

    const [callback] = received;
    const event = callback?.event;
    if (event?.kind !== "kf") throw new Error(`got ${event?.kind}`);
    const page = await api.kf.sync(app, { openKfId: event.openKfId, token: event.token });
    expect(page).toMatchObject({
      kind: "accepted",
      value: { messages: [{}, { content: { content: "在吗" } }] },
    });
    expect(await api.kf.sync(app, { openKfId: event.openKfId, token: "wrong" })).toMatchObject({
      refusal: { errcode: 95_007 },
    });
  });

  test("an event nobody knows yet is kept as unknown, with its fields", async () => {
    await wecom.corp("POST", "/events", {
      agentId,
      fields: { Event: "brand_new", Deep: { Item: ["a", "b"] } },
    });
    await settle();

    expect(received).toMatchObject([
      { event: { kind: "unknown", event: "brand_new" }, fields: { Deep: { Item: ["a", "b"] } } },
    ]);
  });
});

describe("deliveries go wrong as WeCom's do", () => {
  beforeEach(() => save());
  const faults = (callback: object) => wecom.corp("PUT", "/faults", { callback });

  test("a connection that is cut is tried three times in all, an answer of any kind once", async () => {
    await faults({ retryDelayMs: 10 });
    misbehave = ["cut", "cut"];
    await say();
    expect(await settle()).toMatchObject({ requests: 3, answered: 1 });
    expect(received).toHaveLength(1);

    misbehave = ["cut", "cut", "cut"];
    await say();
    expect(await settle()).toMatchObject({ requests: 6, answered: 1, givenUp: 1 });

    misbehave = [500];
    await say();
    expect(await settle()).toMatchObject({ requests: 7, refused: 1 });
  });

  test("a duplicate is encrypted anew and has the same key", async () => {
    await faults({ duplicateRate: 1 });
    await say();
    await wecom.corp("PUT", "/members/newbie", { name: "新人" });
    await settle();

    expect(received).toHaveLength(4);
    expect(new Set(received.map(({ dedupKey }) => dedupKey)).size).toBe(2);
  });

  test("reordered and lost ones", async () => {
    await faults({ reorderBy: 5 });
    await say(5);
    await settle();
    expect(received).toHaveLength(5);

    await faults({ lostRate: 1 });
    await say(3);
    expect(await settle()).toMatchObject({ announced: 8, lost: 3 });
    expect(received).toHaveLength(5);
    expect(refusals).toEqual([]);
  });
});
