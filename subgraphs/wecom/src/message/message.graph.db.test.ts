import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { OutboxRelay } from "@wegraph/kit/relay";
import { isStream } from "@wegraph/kit/subgraph";
import type { Principal } from "@wegraph/kit/principal";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wecomSchema } from "../schema.ts";
import { FakeWecom } from "../testing/fakeWecom.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
let wecom: FakeWecom;
let relay: OutboxRelay;
let graph: LocalSubgraph;
let principal: Principal;
let accountId = "";

beforeAll(async () => {
  wecom = await FakeWecom.start();
  world = await openWorld({ trustedProviders: [wecom.url] });
  const { runtime, parts, pools } = world;
  relay = new OutboxRelay(pools.system, runtime.bus, runtime.log);
  relay.start();
  await parts.messages.start();
  graph = new LocalSubgraph(wecomSchema(parts, runtime.bus.feed, runtime.clock), runtime.log);
  const caller = world.caller(v7());
  ({ principal } = caller);
  const corpId = await world.corp(caller, "https://provider.example", "a-secret");
  [accountId = ""] = await world.accounts(principal.tenantId, corpId, 1, "ONLINE");
  const input = { accountId, agentId: 1_000_002, secret: "app-secret", apiUrl: wecom.url, memberLimit: 100 };
  await ask(
    "mutation($input: SetAccountApplicationInput!) { setAccountApplication(input: $input) { account { id } } }",
    { input },
  );
});

afterAll(async () => {
  await world?.runtime.queue.stop();
  await world?.parts.messages.stop();
  await relay?.stop();
  await world?.close();
  await wecom?.stop();
});

async function ask(query: string, variables: object = {}, as = principal) {
  const { data, errors } = await graph.execute({
    query,
    variables: { ...variables },
    principal: as,
    correlationId: v7(),
  });
  return { data: JSON.parse(JSON.stringify(data ?? {})), error: errors?.[0]?.extensions };
}

/** What a subscription tells, as it comes. */
async function follow(
  query: string,
  variables: object = {},
  as = principal,
): Promise<Record<string, unknown>[]> {
  const request = { query, variables: { ...variables }, principal: as, correlationId: v7() };
  const stream = await graph.subscribe(request);
  if (!isStream(stream)) throw new Error(JSON.stringify(stream.errors));
  const told: Record<string, unknown>[] = [];
  void (async () => {
    for await (const { data } of stream) if (data) told.push(JSON.parse(JSON.stringify(data)));
  })();
  return told;
}

const sendOne = `mutation($input: SendMessageInput!) { sendMessage(input: $input) {
  message { id status type recipient content accountId account { id } createdBy { id } error { code } } } }`;
const sendMany = `mutation($input: SendMessageBatchInput!) { sendMessageBatch(input: $input) {
  messageBatch { id status total predictedEndAt createdBy { id } } } }`;
const oneInput = (given: object = {}) => ({
  input: {
    accountId,
    recipient: { kind: "MEMBER", id: "Wang" },
    content: { type: "TEXT", text: "hello" },
    idempotencyKey: v7(),
    ...given,
  },
});

test("a message can be followed from the queue to WeCom, and read with all about it", async () => {
  const told = await follow(
    "subscription { messageStatusChanged { at changes { messageId status accountId } } }",
  );
  const { data } = await ask(sendOne, oneInput());
  const { message } = data.sendMessage;
  expect(message).toMatchObject({ type: "TEXT", recipient: "Wang", account: { id: accountId }, error: null });
  const statuses = () =>
    told.flatMap((event) =>
      JSON.parse(JSON.stringify(event))
        .messageStatusChanged.changes.filter(
          (change: { messageId: string }) => change.messageId === message.id,
        )
        .map((change: { status: string }) => change.status),
    );
  await until("sent", async () => statuses().includes("SENT"));
  expect(statuses()).toEqual(["QUEUED", "SENT"]);
  const read = await ask(
    `query($id: ID!) { message(id: $id) { status attempts queuedAt sendingAt sentAt } }`,
    { id: message.id },
  );
  expect(read.data.message).toMatchObject({ status: "SENT", attempts: 1 });
});

test("a batch tells how far it is until it is over, its items are listed, and the hour's sums hold them", async () => {
  wecom.fate = (recipient) => (recipient === "p7" ? 81_013 : "TAKE");
  const recipients = Array.from({ length: 300 }, (_, i) => ({ recipient: { kind: "MEMBER", id: `p${i}` } }));
  const content = { type: "TEXT", text: "to many" };
  const input = { name: "Many", accountId, content, recipients, idempotencyKey: v7() };
  const { data } = await ask(sendMany, { input });
  const { id } = data.sendMessageBatch.messageBatch;
  const told = await follow(
    "subscription($id: ID!) { batchProgress(batchId: $id) { status sent failed total } }",
    { id },
  );
  await until("over", async () => JSON.stringify(told.at(-1) ?? {}).includes('"DONE"'));
  expect(told.at(-1)).toEqual({ batchProgress: { status: "DONE", sent: 299, failed: 1, total: 300 } });
  const items = await ask(
    `query($id: ID!) { messageBatch(id: $id) { items(statuses: [FAILED], first: 5) { totalCount nodes { recipient batchIndex error { code meaning action meaningZh } } } } }`,
    { id },
  );
  expect(items.data.messageBatch.items).toMatchObject({
    totalCount: 1,
    nodes: [
      {
        recipient: "p7",
        batchIndex: 7,
        error: { code: "WECOM_81013", meaning: expect.stringMatching(/\w/) },
      },
    ],
  });
  const span = { from: new Date(Date.now() - 3_600_000), to: new Date(Date.now() + 1_000) };
  const stats = await ask(
    `query($input: MessageStatisticsInput!) { messageStatistics(input: $input) { total { sent failed successRate p50Ms p95Ms } failures { code count } accounts { accountId } types { type } } }`,
    { input: { ...span, accountIds: [accountId] } },
  );
  expect(stats.data.messageStatistics).toMatchObject({
    failures: [{ code: "WECOM_81013", count: 1 }],
    accounts: [{ accountId }],
    types: [{ type: "TEXT" }],
  });
  expect(stats.data.messageStatistics.total.sent).toBeGreaterThanOrEqual(299);
});

test("pages of messages follow on each other without gap or overlap, in both directions", async () => {
  const page = async (args: string) =>
    (await ask(`{ messages(${args}) { nodes { id } pageInfo { endCursor startCursor hasNextPage } } }`)).data
      .messages;
  const seen: string[] = [];
  for (let after = ""; ;) {
    const { nodes, pageInfo } = await page(`first: 70${after}`);
    seen.push(...nodes.map((node: { id: string }) => node.id));
    if (!pageInfo.hasNextPage) break;
    after = `, after: "${pageInfo.endCursor}"`;
  }
  expect(new Set(seen).size).toBe(seen.length);
  expect(seen).toEqual(seen.toSorted().toReversed());
  expect(seen.length).toBeGreaterThanOrEqual(301);
  const last = await page("last: 50");
  expect(last.nodes.map((node: { id: string }) => node.id)).toEqual(seen.slice(-50));
});

test("bad input is named with its place, and rights are asked for", async () => {
  const bad = await ask(
    sendOne,
    oneInput({ content: { type: "TEXT", text: "x", url: "https://a.example" } }),
  );
  expect(bad.error).toMatchObject({ code: "INVALID_INPUT" });
  const group = await ask(sendOne, oneInput({ recipient: { kind: "DEPARTMENT", id: "abc" } }));
  expect(group.error).toMatchObject({
    code: "INVALID_INPUT",
    issues: [{ path: ["input", "recipient", "id"] }],
  });
  const reader = world.caller(principal.tenantId, { permissions: ["message:read", "account:read"] });
  expect((await ask(sendOne, oneInput(), reader.principal)).error).toMatchObject({ code: "FORBIDDEN" });
  const nobody = world.caller(principal.tenantId, { permissions: ["corp:read"] });
  expect((await ask("{ messages { nodes { id } } }", {}, nobody.principal)).error).toMatchObject({
    code: "FORBIDDEN",
  });
});
