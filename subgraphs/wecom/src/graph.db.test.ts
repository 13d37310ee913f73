import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { OutboxRelay } from "@wegraph/kit/relay";
import { anonymous } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { isStream } from "@wegraph/kit/subgraph";
import type { ExecutionResult } from "graphql";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { wecomSchema } from "./schema.ts";
import { startSimulatorProcess, simulatorSecret } from "./testing/simulator.ts";
import type { SimulatorProcess } from "./testing/simulator.ts";
import { openWorld } from "./testing/world.ts";
import type { World } from "./testing/world.ts";

let world: World;
let simulator: SimulatorProcess;
let graph: LocalSubgraph;
let relay: OutboxRelay;
let worker: { stop(): Promise<void> };
let operator: Principal;
let tenantId: string;

beforeAll(async () => {
  simulator = await startSimulatorProcess();
  world = await openWorld({ trustedProviders: [simulator.url] });
  const { runtime, parts, pools } = world;
  graph = new LocalSubgraph(wecomSchema(parts, runtime.bus.feed, runtime.clock), runtime.log);
  relay = new OutboxRelay(pools.system, runtime.bus, runtime.log);
  relay.start();
  worker = await world.drive();
  tenantId = v7();
  operator = world.caller(tenantId).principal;
});

afterAll(async () => {
  await worker?.stop();
  await relay?.stop();
  await world?.close();
  await simulator?.stop();
});

type Data = Record<string, never> & { [field: string]: Data };

async function ask(
  query: string,
  variables: object = {},
  principal = operator,
): Promise<{ data: Data; code: unknown; error: Record<string, unknown> | undefined }> {
  const { data, errors } = await graph.execute({
    query,
    variables: { ...variables },
    principal,
    correlationId: v7(),
  });
  const error = errors?.[0]?.extensions;
  return { data: (data ?? {}) as Data, code: error?.["code"], error };
}

async function follow(query: string, variables: object = {}, principal = operator) {
  const stream = await graph.subscribe({
    query,
    variables: { ...variables },
    principal,
    correlationId: v7(),
  });
  if (!isStream(stream))
    return { refused: stream.errors?.[0]?.extensions?.["code"], seen: [] as ExecutionResult[] };
  const seen: ExecutionResult[] = [];
  void (async () => {
    for await (const result of stream) seen.push(result);
  })();
  return { refused: undefined, seen };
}

async function newCorp(principal = operator): Promise<string> {
  const input = {
    name: "Corp",
    corpId: `ww${v7().slice(-12)}`,
    providerUrl: simulator.url,
    secret: simulatorSecret,
  };
  const { data } = await ask(
    "mutation($input: CreateCorpInput!) { createCorp(input: $input) { corp { id secretSet accountCount } } }",
    { input },
    principal,
  );
  expect(data["createCorp"]?.["corp"]).toMatchObject({ secretSet: true, accountCount: 0 });
  return String(data["createCorp"]?.["corp"]?.["id"]);
}

async function newAccount(input: object, principal = operator): Promise<string> {
  const { data, error } = await ask(
    "mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }",
    { input },
    principal,
  );
  expect(error).toBeUndefined();
  return String(data["createAccount"]?.["account"]?.["id"]);
}

const all = `
  id name connector status statusReason statusSince version healthScore group tags department wecomUserId wecomName avatarUrl device
  lastHeartbeatAt heartbeatLatencyMs recoveryAttempts nextRecoveryAt autoRecover allowedActions createdAt updatedAt
  health { score computedAt parts { name weight value points known detail } }
  corp { id name corpId secretSet accountCount createdAt } owner { id } boundUsers { id } tenant { id }
  login { qrImage qrContent token expiresAt verificationRequired verificationAttemptsLeft scannedBy }
  history(first: 5) { nodes { id at from to event reason actorKind actor { id } accountId } pageInfo { hasNextPage } totalCount }
  statistics { since timeInState { status ms share } meanTimeToRecoverMs recoveries onlineRatio transitions }`;

describe("the graph", () => {
  test("answers everything about an account, its list, its sum and its past", async () => {
    const corpId = await newCorp();
    const owner = v7();
    const id = await newAccount({
      name: " 客服小王 ",
      corpId,
      group: "Sales",
      tags: ["vip", "vip"],
      ownerId: owner,
      boundUserIds: [owner],
    });

    const { data, error } = await ask(
      `query($id: ID!) {
        account(id: $id) { ${all} }
        accounts(filter: { search: "小王", statuses: [CREATED], healthMin: 0, tags: ["vip"] }, orderBy: { by: LAST_HEARTBEAT_AT, direction: DESC }, first: 5) {
          edges { cursor node { id } } pageInfo { hasNextPage endCursor } totalCount }
        accountSummary { total byStatus { status count } averageHealth onlineRatio groups tags asOf }
        accountOnlineTrend(hours: 2) { at online total }
        recentStatusChanges(first: 2) { nodes { to account { name } } }
        corps { nodes { id accountCount } totalCount }
      }`,
      { id },
    );

    expect(error).toBeUndefined();
    expect(data["account"]).toMatchObject({
      id,
      name: "客服小王",
      status: "CREATED",
      tags: ["vip"],
      login: null,
      owner: { id: owner },
      boundUsers: [{ id: owner }],
      tenant: { id: tenantId },
      corp: { id: corpId, accountCount: 1 },
      allowedActions: ["LOG_IN", "UPDATE", "DELETE"],
      history: {
        nodes: [
          { from: null, to: "CREATED", event: "CREATE", actorKind: "USER", actor: { id: operator.id } },
        ],
        totalCount: 1,
      },
      statistics: { timeInState: [{ status: "CREATED" }], transitions: 0 },
    });
    expect(data["accounts"]).toMatchObject({ edges: [{ node: { id } }], totalCount: 1 });
    expect(data["accountSummary"]).toMatchObject({
      total: 1,
      groups: ["Sales"],
      tags: ["vip"],
      byStatus: expect.arrayContaining([{ status: "CREATED", count: 1 }]),
    });
    expect(data["recentStatusChanges"]).toMatchObject({
      nodes: [{ to: "CREATED", account: { name: "客服小王" } }],
    });
  });

  test("takes a whole log-in by mutations, and tells each step to who follows, within a second of the scan", async () => {
    const corpId = await newCorp();
    const id = await newAccount({ name: "A", corpId, group: "Live" });
    const { seen } = await follow(
      "subscription($ids: [ID!]) { accountStatusChanged(accountIds: $ids) { id at from to event reason version account { status login { token } } } }",
      { ids: [id] },
    );
    const elsewhere = await follow('subscription { accountStatusChanged(groups: ["Other"]) { id } }');
    const mine = world.caller(tenantId, { scope: "BOUND" }).principal;
    const unbound = await follow("subscription { accountStatusChanged { id } }", {}, mine);
    const foreign = await follow(
      "subscription { accountStatusChanged { id } }",
      {},
      world.caller(v7()).principal,
    );
    // The account's creation may still be on its way through the outbox when the subscription begins.
    const states = () =>
      seen
        .map(({ data }) => (data as Data)["accountStatusChanged"]?.["to"])
        .filter((to) => to !== ("CREATED" as never));
    const act = (field: string) =>
      ask(`mutation($input: AccountInput!) { ${field}(input: $input) { account { status } } }`, {
        input: { accountId: id },
      });
    const guid = async () => {
      const { instances } = await simulator.control<{ instances: { guid: string; clientToken: string }[] }>(
        "GET",
        "/instances",
      );
      return instances.find(({ clientToken }) => clientToken === id)?.guid;
    };

    expect((await act("logInAccount")).data["logInAccount"]).toMatchObject({
      account: { status: "INITIALIZING" },
    });
    await until("the code is there", async () => states().includes("WAITING_QR" as never));
    const scannedAt = performance.now();
    await simulator.control("POST", `/instances/${await guid()}/scan`);
    await until("the scan is told", async () => states().includes("WAITING_CONFIRM" as never));
    expect(performance.now() - scannedAt).toBeLessThan(1_000);
    await simulator.control("POST", `/instances/${await guid()}/confirm`);
    await until("online", async () => states().includes("ONLINE" as never));

    expect(states()).toEqual(["INITIALIZING", "WAITING_QR", "WAITING_CONFIRM", "ONLINE"]);
    expect(seen.every(({ extensions, errors }) => extensions?.["cursor"] && !errors)).toBe(true);
    const tokens = seen.map(
      ({ data }) => (data as Data)["accountStatusChanged"]?.["account"]?.["login"]?.["token"],
    );
    expect(tokens).toContainEqual(expect.any(String));
    for (const quiet of [elsewhere, unbound, foreign]) expect(quiet.seen).toEqual([]);

    expect((await act("refreshAccountQr")).code).toBe("INVALID_TRANSITION");
    expect((await act("logOutAccount")).data["logOutAccount"]).toMatchObject({
      account: { status: "OFFLINE" },
    });
    expect(
      (
        await ask("mutation($input: AccountInput!) { deleteAccount(input: $input) { removedId } }", {
          input: { accountId: id },
        })
      ).data["deleteAccount"],
    ).toEqual({ removedId: id });
    expect((await ask("query($id: ID!) { account(id: $id) { id } }", { id })).data["account"]).toBeNull();
  });

  test("shows a bulk operation as it is, then as it goes on, and ends with it", async () => {
    const corpId = await newCorp();
    const ids = await world.accounts(tenantId, corpId, 60, "OFFLINE");
    const start =
      "mutation($input: StartBulkOperationInput!) { startBulkOperation(input: $input) { bulkOperation { id status total } } }";
    const { data, error } = await ask(start, {
      input: { action: "LOG_IN", accountIds: ids, idempotencyKey: v7() },
    });
    expect(error).toBeUndefined();
    const id = String(data["startBulkOperation"]?.["bulkOperation"]?.["id"]);
    const { seen } = await follow(
      "subscription($id: ID!) { bulkOperationProgress(bulkOperationId: $id) { status done total } }",
      { id },
    );
    const last = () => (seen.at(-1)?.data as Data | undefined)?.["bulkOperationProgress"];
    await until("the first word", async () => last()?.["done"] === (0 as never));

    const jobs = await world.db
      .system("test")
      .outboxMessage.findMany({ where: { tenantId, subject: { startsWith: "work." } } });
    for (const { payload } of jobs)
      await world.parts.bulkWorker.perform({
        ...(payload as never as Parameters<typeof world.parts.bulkWorker.perform>[0]),
        stillWorking: () => undefined,
      });
    await until("the last word", async () => last()?.["status"] === ("DONE" as never));

    const { data: read } = await ask(
      `query($id: ID!) { bulkOperation(id: $id) { done createdBy { id } items(first: 2, statuses: [DONE]) { nodes { accountName status account { status } } totalCount } }
        bulkOperations(first: 1) { nodes { id } } }`,
      { id },
    );
    expect(read["bulkOperation"]).toMatchObject({
      done: 60,
      createdBy: { id: operator.id },
      items: {
        totalCount: 60,
        nodes: [{ accountName: "Account 0", status: "DONE", account: { status: expect.any(String) } }, {}],
      },
    });
    const stranger = await follow(
      "subscription($id: ID!) { bulkOperationProgress(bulkOperationId: $id) { id } }",
      { id },
      world.caller(v7()).principal,
    );
    expect(stranger.refused).toBe("NOT_FOUND");
  });
});

describe("rights", () => {
  test("are asked for by every field, from nobody to somebody without them", async () => {
    const fields = [
      "accounts { totalCount }",
      `account(id: "${v7()}") { id }`,
      "accountSummary { total }",
      "accountOnlineTrend { at }",
      "recentStatusChanges { totalCount }",
      "corps { totalCount }",
      `corp(id: "${v7()}") { id }`,
      `bulkOperation(id: "${v7()}") { id }`,
      "bulkOperations { totalCount }",
    ];
    const powerless = world.caller(tenantId, { permissions: ["user:read"] }).principal;
    for (const field of fields) {
      expect((await ask(`{ ${field} }`, {}, anonymous)).code, field).toBe("UNAUTHENTICATED");
      expect((await ask(`{ ${field} }`, {}, powerless)).code, field).toBe("FORBIDDEN");
    }
    expect((await follow("subscription { accountStatusChanged { id } }", {}, powerless)).refused).toBe(
      "FORBIDDEN",
    );
  });

  test("hide the log-in from who may only read", async () => {
    const viewer = world.caller(tenantId, { permissions: ["account:read"] }).principal;
    const { code, data } = await ask(
      "{ accounts(first: 1) { nodes { name allowedActions login { token } } } }",
      {},
      viewer,
    );
    expect(code).toBe("FORBIDDEN");
    expect(data["accounts"]).toMatchObject({ nodes: [{ allowedActions: [], login: null }] });
  });
});

describe("bad input is INVALID_INPUT, with the place", () => {
  const create = "mutation($input: CreateAccountInput!) { createAccount(input: $input) { account { id } } }";
  const good = { name: "A", corpId: v7() };
  test.each([
    ["an empty name", create, { input: { ...good, name: "  " } }, ["input", "name"]],
    ["a name too long", create, { input: { ...good, name: "x".repeat(101) } }, ["input", "name"]],
    ["a control character", create, { input: { ...good, name: "a\u0000b" } }, ["input", "name"]],
    [
      "an id that is none",
      create,
      { input: { ...good, corpId: "1; DROP TABLE wework_accounts" } },
      ["input", "corpId"],
    ],
    [
      "too many tags",
      create,
      { input: { ...good, tags: Array.from({ length: 21 }, (_, i) => `t${i}`) } },
      ["input", "tags"],
    ],
    ["a page too large", "{ accounts(first: 99999) { totalCount } }", {}, ["first"]],
    ["a cursor of nowhere", '{ accounts(after: "bm9uc2Vuc2U") { totalCount } }', {}, ["after"]],
    [
      "a cursor of another order",
      "query($after: String) { accounts(after: $after) { totalCount } }",
      { after: Buffer.from('["health,id",1,"x"]').toString("base64url") },
      ["after"],
    ],
    [
      "health upside down",
      "{ accounts(filter: { healthMin: 9, healthMax: 3 }) { totalCount } }",
      {},
      ["filter", "healthMax"],
    ],
    ["a malformed id", '{ account(id: "x") { id } }', {}, ["id"]],
    ["no hours", "{ accountOnlineTrend(hours: 0) { at } }", {}, ["hours"]],
    [
      "a code that is none",
      "mutation($input: SubmitVerificationCodeInput!) { submitVerificationCode(input: $input) { account { id } } }",
      { input: { accountId: v7(), code: "12x" } },
      ["input", "code"],
    ],
    [
      "a bulk order for nothing",
      "mutation($input: StartBulkOperationInput!) { startBulkOperation(input: $input) { bulkOperation { id } } }",
      { input: { action: "LOG_IN", idempotencyKey: "k" } },
      ["input", "accountIds"],
    ],
    [
      "a provider unencrypted",
      "mutation($input: CreateCorpInput!) { createCorp(input: $input) { corp { id } } }",
      { input: { name: "C", corpId: "ww1", providerUrl: "http://10.0.0.1", secret: "s" } },
      ["input", "providerUrl"],
    ],
    [
      "a provider with credentials",
      "mutation($input: CreateCorpInput!) { createCorp(input: $input) { corp { id } } }",
      { input: { name: "C", corpId: "ww1", providerUrl: "https://a:b@c.example", secret: "s" } },
      ["input", "providerUrl"],
    ],
  ])("%s", async (_, query, variables, path) => {
    const { code, error } = await ask(query, variables);
    expect(code).toBe("INVALID_INPUT");
    expect(error?.["issues"]).toContainEqual({ path, message: expect.any(String) });
  });

  test("in a subscription", async () => {
    expect((await follow('subscription { accountStatusChanged(accountIds: ["x"]) { id } }')).refused).toBe(
      "INVALID_INPUT",
    );
    expect(
      (await follow('subscription { bulkOperationProgress(bulkOperationId: "x") { id } }')).refused,
    ).toBe("NOT_FOUND");
  });
});
