import { LocalSubgraph } from "@wegraph/kit/localSubgraph";
import { OutboxRelay } from "@wegraph/kit/relay";
import type { Principal } from "@wegraph/kit/principal";
import { isStream } from "@wegraph/kit/subgraph";
import type { StreamExtensions } from "@wegraph/kit/subgraph";
import { v7 } from "uuid";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { wecomSchema } from "./schema.ts";
import { openWorld } from "./testing/world.ts";
import type { World } from "./testing/world.ts";

const providerUrl = "http://127.0.0.1:9";
let world: World;
let graph: LocalSubgraph;
let relay: OutboxRelay;
const open: AsyncIterator<unknown>[] = [];

beforeAll(async () => {
  world = await openWorld({ trustedProviders: [providerUrl] });
  const { runtime, parts, pools } = world;
  graph = new LocalSubgraph(wecomSchema(parts, runtime.bus.feed, runtime.clock), runtime.log);
  relay = new OutboxRelay(pools.system, runtime.bus, runtime.log);
  relay.start();
});
afterEach(async () => {
  for (const stream of open.splice(0)) await stream.return?.();
});
afterAll(async () => {
  await relay?.stop();
  await world?.close();
});

interface Told {
  data: Record<string, Record<string, unknown>> | null;
  extensions: StreamExtensions;
}

async function follow(query: string, variables: object, principal: Principal, after: string | null) {
  const stream = await graph.subscribe({
    query,
    variables: { ...variables },
    principal,
    correlationId: v7(),
    resume: { after },
  });
  if (!isStream(stream)) throw new Error(JSON.stringify(stream.errors));
  open.push(stream);
  return async () => (await stream.next()).value as Told | undefined;
}

/** A tenant with a corp, and the means to make accounts in a group, each of which is an event. */
async function tenant() {
  const tenantId = v7();
  const context = world.caller(tenantId);
  const corpId = await world.corp(context, providerUrl, "secret");
  const create = (group: string) => world.account(context, corpId, { group });
  return { tenantId, corpId, principal: context.principal, create };
}

describe("transitions of accounts", () => {
  const query =
    "subscription($groups: [String!]) { accountStatusChanged(groups: $groups) { to account { id group } } }";

  test("that were missed come after the cursor, in order, filtered as live ones are", async () => {
    const { principal, tenantId, create } = await tenant();
    const before = await follow(query, { groups: ["A"] }, principal, null);
    expect(await before()).toMatchObject({ data: null, extensions: { isPosition: true } });
    const first = await create("A");
    const seen = await before();
    expect(seen).toMatchObject({
      data: { accountStatusChanged: { to: "CREATED", account: { id: first } } },
      extensions: { entity: first, cursor: expect.any(String) },
    });

    const ids = [await create("A"), await create("B"), await create("A")];
    const cursor = seen?.extensions.cursor ?? "";
    const resumed = await follow(query, { groups: ["A"] }, principal, cursor);
    const position = await resumed();
    const missed = [await resumed(), await resumed()];
    // Who may not see them comes back from the same place, and hears of nothing.
    const bound = world.caller(tenantId, { scope: "BOUND" }).principal;
    const others = [
      await follow(query, {}, bound, cursor),
      await follow(query, {}, world.caller(v7()).principal, cursor),
    ];
    for (const other of others) await other();
    const heard = others.map((other) => other());
    const next = [await create("A"), await create("A")];
    const live = [await resumed(), await resumed()];

    expect(position).toEqual({ data: null, extensions: { cursor, isPosition: true } });
    expect([...missed, ...live].map((each) => each?.extensions.entity)).toEqual([ids[0], ids[2], ...next]);
    for (const stream of open) await stream.return?.();
    expect(await Promise.all(heard)).toEqual([undefined, undefined]);
  });

  test("cannot be gone on with from a cursor that is none", async () => {
    const { principal } = await tenant();
    await expect(follow(query, {}, principal, "7")).rejects.toThrow("CURSOR_MALFORMED");
  });
});

describe("a bulk operation", () => {
  const query =
    "subscription($id: ID!) { bulkOperationProgress(bulkOperationId: $id) { status done total } }";
  const start =
    "mutation($input: StartBulkOperationInput!) { startBulkOperation(input: $input) { bulkOperation { id } } }";

  test("is told as it stands to whoever comes back, whatever was missed, and ends for them too", async () => {
    const { tenantId, corpId, principal } = await tenant();
    const accountIds = await world.accounts(tenantId, corpId, 3, "OFFLINE");
    const { data } = await graph.execute({
      query: start,
      variables: { input: { action: "LOG_IN", accountIds, idempotencyKey: v7() } },
      principal,
      correlationId: v7(),
    });
    const { id } = (data as { startBulkOperation: { bulkOperation: { id: string } } }).startBulkOperation
      .bulkOperation;
    const live = await follow(query, { id }, principal, null);
    const position = await live();
    const begun = await live();
    expect(begun).toMatchObject({
      data: { bulkOperationProgress: { status: "RUNNING", done: 0, total: 3 } },
      extensions: { entity: id, cursor: position?.extensions.cursor },
    });

    await world.db
      .system("test")
      .bulkItem.updateMany({ where: { operationId: id }, data: { status: "DONE" } });
    await world.parts.progress.report(id, tenantId);
    const ended = await live();
    expect(ended).toMatchObject({ data: { bulkOperationProgress: { status: "DONE", done: 3 } } });
    expect(await live()).toBeUndefined();

    for (const cursor of [begun?.extensions.cursor, ended?.extensions.cursor]) {
      const resumed = await follow(query, { id }, principal, cursor ?? null);
      expect(await resumed()).toMatchObject({ data: null, extensions: { isPosition: true } });
      expect(await resumed()).toMatchObject({
        data: { bulkOperationProgress: { status: "DONE", done: 3 } },
        extensions: { entity: id },
      });
      expect(await resumed()).toBeUndefined();
    }
  });
});
