import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { OutboxRelay } from "@wegraph/kit/relay";
import { isStream } from "@wegraph/kit/subgraph";
import type { Principal } from "@wegraph/kit/principal";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wecomSchema } from "../../schema.ts";
import { calledApp, eventXml, messageXml, signed } from "../../testing/appCallbacks.ts";
import type { CalledApp } from "../../testing/appCallbacks.ts";
import { newCallbackKeys } from "../callback.keys.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

let world: World;
let relay: OutboxRelay;
let graph: LocalSubgraph;
let app: CalledApp;
let principal: Principal;

beforeAll(async () => {
  world = await openWorld();
  const { runtime, parts, pools } = world;
  relay = new OutboxRelay(pools.system, runtime.bus, runtime.log);
  relay.start();
  graph = new LocalSubgraph(wecomSchema(parts, runtime.bus.feed, runtime.clock), runtime.log);
  app = await calledApp(world);
  ({ principal } = world.caller(app.tenantId));
});

afterAll(async () => {
  await world?.parts.callbacks.stop();
  await world?.runtime.queue.stop();
  await relay?.stop();
  await world?.close();
});

async function ask(query: string, variables: object = {}, as = principal) {
  const request = { query, variables: { ...variables }, principal: as, correlationId: v7() };
  const { data, errors } = await graph.execute(request);
  return { data: JSON.parse(JSON.stringify(data ?? {})), error: errors?.[0]?.extensions };
}

/** WeCom calls; whoever is to handle it does. */
async function call(plain: string, to = app): Promise<void> {
  await world.parts.callbacks.ingress.handle(signed(to, plain));
  await world.parts.callbacks.worker.drain(to);
}

const knownCard = { Event: "template_card_event", EventKey: "k", TaskId: "t", FromUserName: "a" };
const list = `query($filter: CallbackFilter, $first: Int, $after: String) { callbacks(filter: $filter, first: $first, after: $after) {
  nodes { id kind name status reason attempts accountId corp { id } account { id } } pageInfo { hasNextPage endCursor } totalCount } }`;
const viewer = () => world.caller(app.tenantId, { permissions: ["callback:read", "account:read"] }).principal;

test("callbacks are listed, filtered and paged, without what they say", async () => {
  for (let n = 0; n < 3; n += 1) await call(eventXml({ ...knownCard, ResponseCode: `${n}` }));
  await call(eventXml({ Event: "of_tomorrow" }));
  const { data } = await ask(list, { first: 3 });
  expect(data.callbacks.nodes[0]).toMatchObject({
    kind: "UNKNOWN",
    name: "of_tomorrow",
    status: "IGNORED",
    reason: "UNKNOWN_TYPE",
    corp: { id: app.corpId },
    account: { id: app.accountId },
  });
  expect(data.callbacks).toMatchObject({ totalCount: 4, pageInfo: { hasNextPage: true } });
  const rest = await ask(list, { first: 3, after: data.callbacks.pageInfo.endCursor });
  const seen = [...data.callbacks.nodes, ...rest.data.callbacks.nodes].map(({ id }: { id: string }) => id);
  expect(new Set(seen).size).toBe(4);
  const unknown = await ask(list, { filter: { kinds: ["UNKNOWN"], accountIds: [app.accountId] } });
  expect(unknown.data.callbacks.totalCount).toBe(1);
  const none = await ask(list, { filter: { statuses: ["FAILED"], corpIds: [app.corpId] } });
  expect(none.data.callbacks.nodes).toEqual([]);
  const later = await ask(list, { filter: { from: new Date(Date.now() + 60_000).toISOString() } });
  expect(later.data.callbacks.nodes).toEqual([]);
});

test("what a callback says is for those with the right to it, and reading it is recorded", async () => {
  await call(eventXml({ ...knownCard, EventKey: "a private choice" }));
  const { data } = await ask(list, { first: 1 });
  const [{ id }] = data.callbacks.nodes;
  const content = "query($id: ID!) { callbackContent(callbackId: $id) { fields } }";
  expect((await ask(content, { id })).data.callbackContent.fields).toMatchObject({
    EventKey: "a private choice",
  });
  expect((await ask(content, { id }, viewer())).error).toMatchObject({ code: "FORBIDDEN" });
  expect((await ask(content, { id: v7() })).error).toMatchObject({
    code: "NOT_FOUND",
    reason: "CALLBACK_NOT_FOUND",
  });
  const audits = await world.db.system("test").outboxMessage.findMany({
    where: { tenantId: app.tenantId, subject: { endsWith: "wecom.audit.recorded.v1" } },
  });
  const told = audits.map(({ payload }) => JSON.stringify(payload));
  const read = told.filter((text) => text.includes("callback.content-read"));
  expect(read).toHaveLength(1);
  expect(read[0]).toContain(id);
  expect(read[0]).not.toContain("a private choice");
});

test("a callback is handled once more when somebody with the right asks, and once for one key", async () => {
  await call(eventXml({ Event: "not_yet_known" }));
  const { data } = await ask(list, { first: 1 });
  const [{ id }] = data.callbacks.nodes;
  const replay = `mutation($input: ReplayCallbackInput!) { replayCallback(input: $input) { callback { status attempts reason } } }`;
  const idempotencyKey = v7();
  const input = { callbackId: id, idempotencyKey };
  expect((await ask(replay, { input }, viewer())).error).toMatchObject({ code: "FORBIDDEN" });
  expect((await ask(replay, { input })).data.replayCallback.callback).toEqual({
    status: "RECEIVED",
    attempts: 0,
    reason: null,
  });
  expect((await ask(replay, { input: { callbackId: id } })).error).toMatchObject({
    code: "INVALID_TRANSITION",
    reason: "CALLBACK_WAITING",
  });
  await world.parts.callbacks.worker.drain(app);
  expect((await ask(list, { first: 1 })).data.callbacks.nodes[0]).toMatchObject({
    status: "IGNORED",
    reason: "UNKNOWN_TYPE",
    attempts: 1,
  });
  // The same key again asks for nothing new.
  expect((await ask(replay, { input })).data.replayCallback.callback.status).toBe("IGNORED");
});

test("all that failed of a filter is replayed at once, and nothing else", async () => {
  const failing = await calledApp(world, app.tenantId, app.corpId);
  for (let n = 0; n < 3; n += 1)
    await world.parts.callbacks.ingress.handle(
      signed(failing, eventXml({ ...knownCard, ResponseCode: `x${n}` })),
    );
  await world.db.system("test").callbackLog.updateMany({
    where: { accountId: failing.accountId },
    data: { status: "FAILED", dueAt: null, attempts: 10, reason: "a:B" },
  });
  await call(eventXml({ Event: "another" }), failing);
  const replay = `mutation($input: ReplayCallbacksInput!) { replayCallbacks(input: $input) { replayed hasMore } }`;
  const failed = { accountIds: [failing.accountId] };
  expect((await ask(replay, { input: { failed } })).data.replayCallbacks).toEqual({
    replayed: 3,
    hasMore: false,
  });
  await world.parts.callbacks.worker.drain(failing);
  const { data } = await ask(list, { filter: failed });
  expect(data.callbacks.nodes.map(({ status }: { status: string }) => status)).toEqual(
    data.callbacks.nodes.map(() => "IGNORED"),
  );
  expect((await ask(replay, { input: {} })).error).toMatchObject({ code: "INVALID_INPUT" });
  expect((await ask(replay, { input: { failed, callbackIds: [v7()] } })).error).toMatchObject({
    code: "INVALID_INPUT",
  });
});

test("counts tell what came by type and hour, and what was turned away", async () => {
  const counted = await calledApp(world, app.tenantId, app.corpId);
  await call(eventXml({ Event: "one_more_unknown" }), counted);
  await call(eventXml({ ...knownCard }), counted);
  const forged = signed(counted, messageXml(), { keys: newCallbackKeys() });
  await world.parts.callbacks.ingress.handle(forged);
  const stats = `query($input: CallbackStatsInput!) { callbackStats(input: $input) {
    total { received handled ignored failed } hours { kind received } kinds { kind received } refusals { reason count } } }`;
  const input = {
    from: new Date(Date.now() - 3_600_000).toISOString(),
    to: new Date(Date.now() + 3_600_000).toISOString(),
    accountIds: [counted.accountId],
  };
  await until("refusals counted", async () => {
    const { data } = await ask(stats, { input });
    return data.callbackStats.refusals.length > 0;
  });
  const { data } = await ask(stats, { input });
  expect(data.callbackStats).toMatchObject({
    total: { received: 2, handled: 0, ignored: 2, failed: 0 },
    refusals: [{ reason: "SIGNATURE", count: 1 }],
  });
  expect(data.callbackStats.kinds).toHaveLength(2);
  const long = { ...input, from: new Date(0).toISOString() };
  expect((await ask(stats, { input: long })).error).toMatchObject({ code: "INVALID_INPUT" });
});

test("whoever looks on sees callbacks as they are handled, of their own accounts only", async () => {
  const query = "subscription { callbackReceived { callbacks { callbackId name status } } }";
  const follow = async (as: Principal) => {
    const stream = await graph.subscribe({ query, variables: {}, principal: as, correlationId: v7() });
    if (!isStream(stream)) throw new Error(JSON.stringify(stream.errors));
    const told: string[] = [];
    void (async () => {
      for await (const { data } of stream) if (data) told.push(JSON.stringify(data));
    })();
    return told;
  };
  const mine = await follow(principal);
  const strangers = await follow(world.caller(v7()).principal);
  const others = await follow(
    world.caller(app.tenantId, { permissions: ["callback:read", "account:read"], scope: "OWN" }).principal,
  );
  await call(eventXml({ ...knownCard, ResponseCode: "live" }));
  await until("told", async () => mine.some((text) => text.includes("template_card_event")));
  expect(strangers).toEqual([]);
  expect(others).toEqual([]);
});

test("another tenant's caller, and one without the right, see none", async () => {
  const { data } = await ask(list);
  const [{ id }] = data.callbacks.nodes;
  const stranger = world.caller(v7()).principal;
  expect((await ask(list, {}, stranger)).data.callbacks.nodes).toEqual([]);
  expect(
    (await ask("query($id: ID!) { callback(id: $id) { id } }", { id }, stranger)).data.callback,
  ).toBeNull();
  const powerless = world.caller(app.tenantId, { permissions: ["account:read"] }).principal;
  expect((await ask(list, {}, powerless)).error).toMatchObject({ code: "FORBIDDEN" });
  const bound = world.caller(app.tenantId, { permissions: ["callback:read"], scope: "BOUND" }).principal;
  expect((await ask(list, {}, bound)).data.callbacks.nodes).toEqual([]);
});
