import { createHash } from "node:crypto";
import { inTenant } from "@wegraph/database/scope";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  calledApp,
  callbacksOf,
  eventXml,
  messageXml,
  RecordingHandler,
  signed,
  statusOf,
  urlCheck,
} from "../../testing/appCallbacks.ts";
import type { CalledApp } from "../../testing/appCallbacks.ts";
import { quickCallbacks } from "../../testing/quick.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";
import type { CallbackParts } from "../callback.parts.ts";
import { newCallbackKeys } from "../callback.keys.ts";
import type { AppCallbackRequest } from "./app.ingress.ts";

let world: World;
let callbacks: CallbackParts;
let app: CalledApp;

beforeAll(async () => {
  world = await openWorld();
  callbacks = callbacksOf(world, [new RecordingHandler()]);
  app = await calledApp(world);
});

afterAll(async () => {
  await callbacks?.stop();
  await world?.close();
});

const post = (request: AppCallbackRequest, parts = callbacks) => statusOf(parts.ingress.handle(request));

function logs(of: CalledApp = app) {
  return world.db
    .system("test")
    .callbackLog.findMany({ where: { accountId: of.accountId }, orderBy: { id: "asc" } });
}

describe("the check of the address", () => {
  test("is answered with the echo, bare, and marks the application as verified", async () => {
    const checked = await calledApp(world);
    const answer = await callbacks.ingress.handle(urlCheck(checked, "1616140317555161061"));
    expect(answer).toEqual({ status: 200, body: "1616140317555161061" });
    const row = await world.db
      .system("test")
      .accountApp.findUniqueOrThrow({ where: { accountId: checked.accountId } });
    expect(row.callbackVerifiedAt).not.toBeNull();
  });

  test("with another token is refused, and marks nothing", async () => {
    const checked = await calledApp(world);
    expect(await post(urlCheck(checked, "1", { keys: newCallbackKeys() }))).toBe(401);
    const row = await world.db
      .system("test")
      .accountApp.findUniqueOrThrow({ where: { accountId: checked.accountId } });
    expect(row.callbackVerifiedAt).toBeNull();
  });
});

describe("a genuine callback", () => {
  test("is stored as it came, sealed, before it is answered", async () => {
    const called = await calledApp(world);
    const request = signed(called, messageXml({ Content: "top secret words" }));
    const answer = await callbacks.ingress.handle(request);
    expect(answer).toEqual({ status: 200, body: "success" });
    const [log, ...others] = await logs(called);
    expect(others).toEqual([]);
    expect(log).toMatchObject({
      kind: "MESSAGE",
      name: "text",
      status: "RECEIVED",
      agentId: 1_000_002,
      corpId: called.corpId,
      tenantId: called.tenantId,
    });
    expect(JSON.stringify(log)).not.toContain("secret words");
    const opened = callbacks.vault.open(log?.id ?? "", log?.bodySealed ?? "");
    expect(opened?.raw.body).toBe(request.rawBody.toString());
    expect(opened?.fields).toMatchObject({ Content: "top secret words" });
  });

  test("of a type nobody knows is kept, and over at once", async () => {
    const called = await calledApp(world);
    expect(await post(signed(called, eventXml({ Event: "something_of_2031", ChangeType: "x" })))).toBe(200);
    expect(await logs(called)).toMatchObject([
      {
        kind: "UNKNOWN",
        name: "something_of_2031/x",
        status: "IGNORED",
        reason: "UNKNOWN_TYPE",
        dueAt: null,
      },
    ]);
  });

  test("still opens when the application has other keys by then", async () => {
    const called = await calledApp(world);
    await post(signed(called, messageXml()));
    await world.db.system("test").accountApp.update({
      where: { accountId: called.accountId },
      data: { callbackTokenSealed: null, callbackAesKeySealed: null },
    });
    const [log] = await logs(called);
    expect(callbacks.vault.open(log?.id ?? "", log?.bodySealed ?? "")?.event.kind).toBe("message");
  });
});

describe("a callback of somebody who holds the keys and means harm", () => {
  test("is kept as far as it can be, and stops nobody", async () => {
    const called = await calledApp(world);
    const now = Date.now();
    const evil = { MsgType: "event", Event: "a\u0000b\ud800\u202e", CreateTime: 999_999_999_999_999 };
    const answers = await Promise.all([
      post(signed(called, JSON.stringify(evil))),
      post(signed(called, messageXml())),
      post(signed(called, JSON.stringify({ ...evil, CreateTime: "-1e9", ChangeType: "x".repeat(9_000) }))),
    ]);
    expect(answers).toEqual([200, 200, 200]);
    const stored = await logs(called);
    expect(stored.map(({ name }) => name.slice(0, 6)).toSorted()).toEqual(["a?b??", "a?b??/", "text"]);
    for (const { sentAt } of stored) expect(Math.abs(sentAt.getTime() - now)).toBeLessThan(60_000);
  });

  test("that the database refuses is refused alone, and those beside it are stored", async () => {
    const called = await calledApp(world);
    const { tenantId, corpId, accountId } = called;
    const entry = (name: string) => {
      const receivedAt = new Date();
      const id = v7({ msecs: receivedAt.getTime() });
      const common = { tenantId, corpId, accountId, agentId: null, kind: "UNKNOWN", reason: null } as const;
      return {
        ...common,
        id,
        receivedAt,
        name,
        sentAt: receivedAt,
        key: v7(),
        isWanted: false,
        bodySealed: "",
      };
    };
    const results = await Promise.allSettled(
      ["one", "\u0000", "two", "three"].map((name) => callbacks.inbox.store(entry(name))),
    );
    expect(results.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled", "fulfilled"]);
    expect((await logs(called)).map(({ name }) => name).toSorted()).toEqual(["one", "three", "two"]);
  });
});

describe("a duplicate", () => {
  test("is answered alike and stored once, and counted", async () => {
    const called = await calledApp(world);
    const body = messageXml();
    // WeCom encrypts and signs each delivery anew.
    for (let n = 0; n < 3; n += 1) expect(await post(signed(called, body))).toBe(200);
    expect(await logs(called)).toMatchObject([{ duplicates: 2 }]);
    const stats = await world.db
      .system("test")
      .callbackStat.findMany({ where: { accountId: called.accountId } });
    expect(stats).toMatchObject([{ received: 1, duplicates: 2 }]);
  });

  test("that arrives in the same moment at the same process is stored once", async () => {
    const called = await calledApp(world);
    const body = messageXml();
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(signed(called, body))));
    expect(answers).toEqual(answers.map(() => 200));
    expect(await logs(called)).toMatchObject([{ duplicates: 19 }]);
  });

  test("that arrives in the same moment at other processes is stored once", async () => {
    const called = await calledApp(world);
    const processes = Array.from({ length: 4 }, () => callbacksOf(world, [new RecordingHandler()]));
    const bodies = Array.from({ length: 50 }, () => messageXml());
    const answers = await Promise.all(
      // Each in another order, so that their batches take the same keys in different ones.
      processes.flatMap((parts, i) => {
        const turned = [...bodies.slice(i * 12), ...bodies.slice(0, i * 12)];
        return turned.map((body) => post(signed(called, body), parts));
      }),
    );
    expect(answers).toEqual(answers.map(() => 200));
    const stored = await logs(called);
    expect(stored).toHaveLength(50);
    expect(stored.reduce((sum, { duplicates }) => sum + duplicates, 0)).toBe(150);
    await Promise.all(processes.map((parts) => parts.stop()));
  });

  test("that comes after the end of the month is the same callback", async () => {
    const called = await calledApp(world);
    const now = new Date();
    const nextMonth = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 1));
    const moments = [new Date(nextMonth.getTime() - 1), nextMonth];
    for (const at of moments) {
      const parts = callbacksOf(world, [new RecordingHandler()], { ...quickCallbacks(), clock: () => at });
      const body = messageXml({ MsgId: "7000000000000000001", CreateTime: nextMonth.getTime() / 1_000 });
      expect(await post(signed(called, body, { at }), parts)).toBe(200);
      await parts.stop();
    }
    expect(await logs(called)).toMatchObject([{ duplicates: 1, receivedAt: moments[0] }]);
  });

  test("is no other callback that looks alike: events of one second that differ are all kept", async () => {
    const called = await calledApp(world);
    const at = { CreateTime: Math.floor(Date.now() / 1_000) };
    for (const id of ["a", "b"])
      await post(
        signed(
          called,
          eventXml({ ...at, Event: "change_external_tag", ChangeType: "create", Id: id, TagType: "tag" }),
        ),
      );
    expect(await logs(called)).toHaveLength(2);
  });
});

describe("what is not genuine", () => {
  const forged: [string, number, (request: AppCallbackRequest) => AppCallbackRequest | null][] = [
    ["without a signature", 401, (r) => ({ ...r, query: new URLSearchParams() })],
    [
      "with another body under the signature of a genuine one",
      401,
      (r) => ({ ...r, rawBody: signed(app, messageXml()).rawBody }),
    ],
    ["with a flipped signature", 401, (r) => withQuery(r, "msg_signature", "0".repeat(40))],
    ["with another timestamp than the signed one", 401, (r) => withQuery(r, "timestamp", "1700000000")],
    ["that is no XML", 401, (r) => ({ ...r, rawBody: Buffer.from("{]") })],
    ["that is too large", 413, (r) => ({ ...r, rawBody: Buffer.alloc(256 * 1024 + 1, "x") })],
  ];

  test.each(forged)("a callback %s is refused with %i, and nothing is stored", async (_, status, forge) => {
    const before = (await logs()).length;
    const request = forge(signed(app, messageXml()));
    expect(request && (await post(request))).toBe(status);
    expect(await logs()).toHaveLength(before);
  });

  test.each<[string, number, () => AppCallbackRequest]>([
    [
      "signed with the token but encrypted with another key",
      400,
      () => signed(app, messageXml(), { keys: { encodingAesKey: newCallbackKeys().encodingAesKey } }),
    ],
    ["for another corporation", 400, () => signed(app, messageXml(), { keys: { receiveId: "wwother" } })],
    ["that holds no XML once it is decrypted", 400, () => signed(app, "not xml at all")],
    [
      "replayed after five minutes",
      401,
      () => signed(app, messageXml(), { at: new Date(Date.now() - 301_000) }),
    ],
    ["from the future", 401, () => signed(app, messageXml(), { at: new Date(Date.now() + 310_000) })],
  ])("a callback %s is refused with %i, and nothing is stored", async (_, status, make) => {
    const before = (await logs()).length;
    expect(await post(make())).toBe(status);
    expect(await logs()).toHaveLength(before);
  });

  test("an account that is not there, is deleted or has no application is answered as a wrong signature", async () => {
    const gone = await calledApp(world);
    await world.db
      .system("test")
      .account.update({ where: { id: gone.accountId }, data: { deletedAt: new Date() } });
    const nowhere = { ...app, accountId: v7() };
    const malformed = { ...app, accountId: "../../etc" };
    for (const wrong of [gone, nowhere, malformed]) {
      const answer = await callbacks.ingress.handle(signed(wrong, messageXml()));
      expect(answer).toEqual({ status: 401 });
      expect(await callbacks.ingress.handle(urlCheck(wrong, "1"))).toEqual({ status: 401 });
    }
    expect(await callbacks.ingress.handle(signed(app, messageXml(), { keys: newCallbackKeys() }))).toEqual({
      status: 401,
    });
  });

  test("refusals are counted for the account, by reason", async () => {
    const called = await calledApp(world);
    const parts = callbacksOf(world, []);
    await post(signed(called, messageXml(), { keys: newCallbackKeys() }), parts);
    await post(signed(called, messageXml(), { keys: newCallbackKeys() }), parts);
    await post(signed(called, messageXml(), { keys: { receiveId: "wwother" } }), parts);
    await parts.stop();
    const counts = await world.db
      .system("test")
      .callbackRefusalStat.findMany({ where: { accountId: called.accountId }, orderBy: { reason: "asc" } });
    expect(counts).toMatchObject([
      { reason: "RECEIVE_ID", count: 1 },
      { reason: "SIGNATURE", count: 2 },
    ]);
  });

  test("who is refused too often is turned away, and nobody else", async () => {
    const called = await calledApp(world);
    const parts = callbacksOf(world, [new RecordingHandler()]);
    const forge = (address: string) =>
      post(signed(called, messageXml(), { keys: newCallbackKeys(), address }), parts);
    expect(await post(signed(called, messageXml(), { address: "198.51.100.1" }), parts)).toBe(200);
    for (let n = 0; n < 60; n += 1) expect(await forge("198.51.100.9")).toBe(401);
    expect(await forge("198.51.100.9")).toBe(429);
    expect(await post(signed(called, messageXml(), { address: "198.51.100.1" }), parts)).toBe(200);
    await parts.stop();
  });
});

test("another tenant sees none of it", async () => {
  await post(signed(app, messageXml()));
  const seen = (tenantId: string) =>
    inTenant(tenantId, async () => [
      await world.db.tenant.callbackLog.count(),
      await world.db.tenant.callbackStat.count(),
    ]);
  expect(await seen(v7())).toEqual([0, 0]);
  expect((await seen(app.tenantId)).every((count) => count > 0)).toBe(true);
});

test("a request may not write what was received, nor see the keys", async () => {
  const [log] = await logs();
  const asRequest = (work: () => Promise<unknown>) => inTenant(app.tenantId, async () => await work());
  const { tenant } = world.db;
  await expect(
    asRequest(() =>
      tenant.callbackLog.updateMany({ where: { id: log?.id ?? "" }, data: { bodySealed: "x" } }),
    ),
  ).rejects.toThrow();
  await expect(asRequest(() => tenant.callbackLog.deleteMany())).rejects.toThrow();
  await expect(asRequest(() => tenant.callbackKey.findMany())).rejects.toThrow();
});

test("keys are letters and digits of the lengths WeCom's form takes, and never the same", () => {
  const made = Array.from({ length: 50 }, newCallbackKeys);
  for (const { token, encodingAesKey } of made) {
    expect(token).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(encodingAesKey).toMatch(/^[A-Za-z0-9]{43}$/);
  }
  expect(new Set(made.map(({ token }) => createHash("sha1").update(token).digest("hex"))).size).toBe(50);
});

function withQuery(request: AppCallbackRequest, name: string, value: string): AppCallbackRequest {
  const query = new URLSearchParams(request.query);
  query.set(name, value);
  return { ...request, query };
}
