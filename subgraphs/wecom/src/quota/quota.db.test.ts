import type { ExecutionResult } from "graphql";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { RequestContext } from "@wegraph/kit/context";
import { DomainCaller } from "@wegraph/kit/domainCaller";
import type { SubgraphLink, SubgraphRequest } from "@wegraph/kit/subgraph";
import type { WecomParts } from "../parts.ts";
import { startAcceptance } from "../testing/acceptance.ts";
import { FakeWecom } from "../testing/fakeWecom.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

let world: World;
let wecom: FakeWecom;
let parts: WecomParts;
let caller: RequestContext;
let corpId: string;
let accountId: string;

/** Core's end of the line, as it stands in another process: what it was asked, and what it answers. */
const asked: SubgraphRequest[] = [];
/** What counts there by now. */
let open: { tenantId: string; key: string; at: string }[] = [];
let answer: () => Promise<ExecutionResult>;
const taken: () => Promise<ExecutionResult> = () => Promise.resolve({ data: { _takeQuota: true } });
const refused: () => Promise<ExecutionResult> = async () => {
  const extensions = { code: "QUOTA_EXCEEDED", reason: "QUOTA_USED_UP", dimension: "MESSAGES", limit: 1 };
  return { errors: [{ message: "used up", extensions }] } as unknown as ExecutionResult;
};
const line: SubgraphLink = {
  name: "core",
  execute: (request) => {
    if (request.query.includes("_openQuotaTakes")) return Promise.resolve(openTakes(request.variables));
    asked.push(request);
    return answer();
  },
  subscribe: () => Promise.reject(new Error("not asked for")),
  close: () => Promise.resolve(),
};

function openTakes(variables: Record<string, unknown> = {}): ExecutionResult {
  const { since, until, afterKey } = variables["input"] as Record<string, string | null>;
  const found = open
    .filter(({ at, key }) => at >= String(since) && at < String(until) && (!afterKey || key > afterKey))
    .toSorted((a, b) => (a.at + a.key < b.at + b.key ? -1 : 1));
  // A page of one, so that paging is part of it.
  return { data: { _openQuotaTakes: found.slice(0, 1) } };
}

beforeAll(async () => {
  wecom = await FakeWecom.start();
  world = await openWorld({ trustedProviders: [wecom.url] });
  parts = world.assembled({ core: new DomainCaller(line, "wecom") });
  await parts.messages.prepare();
});

beforeEach(async () => {
  answer = taken;
  open = [];
  caller = world.caller(v7());
  corpId = await world.corp(caller, "https://provider.example", "a-secret");
  [accountId = ""] = await world.accounts(caller.principal.tenantId, corpId, 1, "ONLINE");
  const app = { accountId, agentId: 1_000_002, secret: "app-secret", apiUrl: wecom.url, memberLimit: 1_000 };
  await world.as(caller, (context) => parts.messages.apps.set(context, app));
  asked.length = 0;
});

afterAll(async () => {
  await parts?.messages.stop();
  await world?.close();
  await wecom?.stop();
});

const takes = () => asked.map(({ variables }) => variables?.["input"]);
const batchOf = (count: number, idempotencyKey = v7()) => {
  const recipients = Array.from({ length: count }, (_, n) => ({
    recipient: { kind: "MEMBER" as const, id: `user${n}` },
  }));
  const input = {
    name: "Batch",
    accountId,
    content: { type: "TEXT", text: "hello" },
    recipients,
    idempotencyKey,
  };
  return world.as(caller, (context) => parts.messages.service.sendBatch(context, input));
};
const batches = () =>
  world.db.system("test").messageBatch.count({ where: { tenantId: caller.principal.tenantId } });
async function released(): Promise<unknown[]> {
  const { rows } = await world.pools.system.query<{ payload: { payload: unknown } }>(
    "SELECT payload FROM wegraph_outbox WHERE tenant_id = $1 AND subject LIKE '%quota.released.v1' ORDER BY seq",
    [caller.principal.tenantId],
  );
  return rows.map(({ payload }) => payload.payload);
}

test("a batch takes once, for all its messages and under its id; a repeat takes nothing", async () => {
  const key = v7();
  const id = await batchOf(30, key);
  expect(await batchOf(30, key)).toBe(id);
  expect(takes()).toEqual([{ dimension: "MESSAGES", amount: 30, key: id }]);
  expect(asked[0]?.principal).toMatchObject({ id: "wecom", tenantId: caller.principal.tenantId });
  expect(await released()).toEqual([]);
});

test("without quota nothing is accepted, and nothing is to be given back", async () => {
  answer = refused;
  await expect(batchOf(3)).rejects.toMatchObject({ code: "QUOTA_EXCEEDED", reason: "QUOTA_USED_UP" });
  expect(await batches()).toBe(0);
  expect(await released()).toEqual([]);
});

test("when core's answer is lost nothing is accepted, and what it may have taken is released; a repeat goes through", async () => {
  const key = v7();
  answer = () => Promise.reject(new Error("the line broke"));
  await expect(batchOf(3, key)).rejects.toMatchObject({ code: "UNAVAILABLE", reason: "QUOTA_UNCONFIRMED" });
  expect(await batches()).toBe(0);
  const [first] = takes() as { key: string }[];
  expect(await released()).toEqual([{ dimension: "MESSAGES", key: first?.key, amount: null }]);
  answer = taken;
  await batchOf(3, key);
  expect(await batches()).toBe(1);
});

test("what fails after it was taken is released", async () => {
  const input = { name: "A", corpId: v7(), connector: "INSTANCE" as const, autoRecover: true };
  await expect(world.as(caller, (context) => parts.accounts.create(context, input))).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
  const [first] = takes() as { key: string }[];
  expect(await released()).toEqual([{ dimension: "ACCOUNTS", key: first?.key, amount: null }]);
});

test("an account takes one under its id, and what is cancelled of a batch is released with the act", async () => {
  const id = await world.as(caller, (context) =>
    parts.accounts.create(context, { name: "A", corpId, connector: "INSTANCE", autoRecover: true }),
  );
  expect(takes()).toEqual([{ dimension: "ACCOUNTS", amount: 1, key: id }]);
  const batchId = await batchOf(5);
  await world.as(caller, (context) => parts.messages.acts.cancelBatch(context, batchId));
  expect(await released()).toEqual([{ dimension: "MESSAGES", key: batchId, amount: 5 }]);
});

test("what a process took that dies before it commits is given back, what is under way or committed is not", async () => {
  const { principal } = caller;
  const { tenantId } = principal;
  const kept = await batchOf(2);
  const died = await startAcceptance(world, { principal, accountId, wecomUrl: wecom.url });
  try {
    const at = new Date(Date.now() - 3 * 60_000).toISOString();
    open = [kept, died.key].map((key) => ({ tenantId, key, at }));
    const flow = parts.messageFlow;
    expect(await flow.settle()).toBe(0);
    expect(await released()).toEqual([]);

    await died.process.kill();
    // The database learns of the death by itself; until then the take may still be used.
    await expect.poll(() => flow.settle(), { timeout: 10_000 }).toBe(1);
    expect(await released()).toEqual([{ dimension: "MESSAGES", key: died.key, amount: null }]);
    expect(await batches()).toBe(1);
  } finally {
    await died.process.kill();
  }
});
