import { inTenant } from "@wegraph/database/scope";
import { AppError } from "@wegraph/kit/errors";
import { OutboxRelay } from "@wegraph/kit/relay";
import type { RequestContext } from "@wegraph/kit/context";
import { until } from "@wegraph/kit/testing/until";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import type { StartBulkOperationInput } from "./bulk.model.ts";

let world: World;
let tenantId: string;
let caller: RequestContext;
let corpId: string;

beforeAll(async () => {
  world = await openWorld({ trustedProviders: ["http://provider.test"] });
});

afterAll(() => world?.close());

beforeEach(async () => {
  tenantId = v7();
  caller = world.caller(tenantId);
  corpId = await world.corp(caller, "http://provider.test", "secret");
});

const start = (
  input: Omit<StartBulkOperationInput, "idempotencyKey"> & { idempotencyKey?: string },
  context = caller,
) => world.as(context, () => world.parts.bulk.start(context, { idempotencyKey: v7(), ...input }));
const read = (id: string) => world.as(caller, () => world.parts.bulkReader.find(caller, id));
const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );

/** The jobs of the tenant's operations, as the work queue will deliver them. */
async function jobs() {
  const rows = await world.db.system("test").outboxMessage.findMany({
    where: { tenantId, subject: { startsWith: "work." } },
    orderBy: { seq: "asc" },
  });
  return rows.map(({ payload }) => ({
    ...(payload as { id: string; tenantId: string; payload: { operationId: string; itemIds: string[] } }),
    stillWorking: () => undefined,
  }));
}

async function workAll(): Promise<void> {
  for (const job of await jobs()) await world.parts.bulkWorker.perform(job);
}

const itemsOf = (operationId: string) =>
  inTenant(
    tenantId,
    async () => await world.db.tenant.bulkItem.findMany({ where: { operationId }, orderBy: { id: "asc" } }),
  );
const statusCounts = async () => {
  const rows = await inTenant(
    tenantId,
    async () => await world.db.tenant.account.groupBy({ by: ["status"], _count: { _all: true } }),
  );
  return Object.fromEntries(rows.map(({ status, _count }) => [status, _count._all]));
};

describe("a bulk operation", () => {
  test("acts on each account it can, and says of each other why not", async () => {
    const ready = await world.accounts(tenantId, corpId, 3, "OFFLINE");
    const online = await world.accounts(tenantId, corpId, 2, "ONLINE");
    const operation = await start({ action: "LOG_IN", accountIds: [...ready, ...online, v7()] });
    expect(operation).toMatchObject({ status: "RUNNING", total: 6, done: 0 });

    await workAll();

    expect(await read(operation.id)).toMatchObject({ status: "DONE", done: 3, refused: 3, failed: 0 });
    const items = await itemsOf(operation.id);
    expect(items.map(({ status, code }) => [status, code])).toEqual([
      ["DONE", null],
      ["DONE", null],
      ["DONE", null],
      ["REFUSED", "INVALID_TRANSITION"],
      ["REFUSED", "INVALID_TRANSITION"],
      ["REFUSED", "NOT_FOUND"],
    ]);
    expect(await statusCounts()).toEqual({ INITIALIZING: 3, ONLINE: 2 });
  });

  test("takes what a filter finds, within the caller's rights", async () => {
    await world.accounts(tenantId, corpId, 4, "ONLINE");
    await world.accounts(tenantId, corpId, 2, "OFFLINE");
    const operation = await start({ action: "LOG_OUT", filter: { statuses: ["ONLINE"] } });
    expect(operation.total).toBe(4);
    await workAll();
    expect(await statusCounts()).toEqual({ OFFLINE: 6 });

    const staff = world.caller(tenantId, { scope: "BOUND" });
    expect(await start({ action: "LOG_IN", filter: {} }, staff)).toMatchObject({ total: 0, status: "DONE" });
  });

  test("needs the right for its act", async () => {
    const reader = world.caller(tenantId, { permissions: ["account:read", "account:login"] });
    expect(await codeOf(start({ action: "RECOVER", filter: {} }, reader))).toBe("FORBIDDEN");
  });

  test("begun twice with one key is one operation", async () => {
    const ids = await world.accounts(tenantId, corpId, 2, "OFFLINE");
    const idempotencyKey = v7();
    const [a, b] = await Promise.all([
      start({ action: "LOG_IN", accountIds: ids, idempotencyKey }),
      start({ action: "LOG_IN", accountIds: ids, idempotencyKey }),
    ]);
    expect(a.id).toBe(b.id);
    expect(await jobs()).toHaveLength(1);
    expect(await codeOf(start({ action: "LOG_OUT", accountIds: ids, idempotencyKey }))).toBe(
      "IDEMPOTENCY_CONFLICT",
    );
  });

  test("delivered again after a crash repeats nothing and finishes the rest", async () => {
    const ids = await world.accounts(tenantId, corpId, 40, "OFFLINE");
    const operation = await start({ action: "LOG_IN", accountIds: ids });
    const [job] = await jobs();
    if (!job) throw new Error("no job");
    // The worker dies after a few items: the rest of the job is never run, nor is it acknowledged.
    let left = 7;
    const dying = {
      ...job,
      stillWorking: () => {
        left -= 1;
        if (left === 0) throw new Error("killed");
      },
    };
    await expect(world.parts.bulkWorker.perform(dying)).rejects.toThrow("killed");

    await Promise.all([world.parts.bulkWorker.perform(job), world.parts.bulkWorker.perform(job)]);

    expect(await read(operation.id)).toMatchObject({ status: "DONE", done: 40, refused: 0, failed: 0 });
    const logins = await inTenant(
      tenantId,
      async () => await world.db.tenant.accountStatusChange.count({ where: { event: "LOG_IN" } }),
    );
    expect(logins).toBe(40);
  });

  test("that is cancelled leaves alone what was not done yet", async () => {
    const ids = await world.accounts(tenantId, corpId, 60, "OFFLINE");
    const operation = await start({ action: "LOG_IN", accountIds: ids });
    const [first] = await jobs();
    if (!first) throw new Error("no job");
    await world.parts.bulkWorker.perform(first);

    const cancelled = await world.as(caller, () => world.parts.bulk.cancel(caller, operation.id));
    expect(cancelled).toMatchObject({ status: "CANCELLED", done: 50 });
    await workAll();

    expect(await statusCounts()).toEqual({ INITIALIZING: 50, OFFLINE: 10 });
    const items = await itemsOf(operation.id);
    expect(items.filter(({ status }) => status === "CANCELLED")).toHaveLength(10);
    expect(await world.as(caller, () => world.parts.bulk.cancel(caller, operation.id))).toMatchObject({
      status: "CANCELLED",
      done: 50,
    });
  });

  test("belongs to who began it, and to who sees the whole tenant", async () => {
    const staff = world.caller(tenantId, { scope: "BOUND" });
    const other = world.caller(tenantId, { scope: "BOUND" });
    const operation = await start({ action: "LOG_IN", filter: {} }, staff);
    const seenBy = (context: RequestContext) =>
      world.as(context, () => world.parts.bulkReader.find(context, operation.id));
    expect(await seenBy(staff)).not.toBeNull();
    expect(await seenBy(caller)).not.toBeNull();
    expect(await seenBy(other)).toBeNull();
    const listed = await world.as(other, () => world.parts.bulkReader.page(other, {}));
    expect(listed.nodes).toEqual([]);
  });
});

test("through the work queue, an operation of 300 accounts ends, with its progress announced now and then", async () => {
  const relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await world.parts.bulkWorker.start(world.runtime.queue, 4);
  const ids = await world.accounts(tenantId, corpId, 300, "OFFLINE");
  const startedAt = Date.now();
  const operation = await start({ action: "LOG_IN", accountIds: ids });
  await until("all are done", async () => (await read(operation.id))?.status === "DONE", 25_000);

  const seconds = (Date.now() - startedAt) / 1_000;
  expect(await read(operation.id)).toMatchObject({ done: 300 });
  const reports = await world.db.system("test").outboxMessage.findMany({
    where: { tenantId, subject: { endsWith: "bulk-operation.progressed.v1" } },
    orderBy: { seq: "asc" },
  });
  const done = reports.map(({ payload }) => (payload as { payload: { done: number } }).payload.done);
  expect(done).toEqual(done.toSorted((a, b) => a - b));
  // Four a second, and one at the end of each of the six jobs.
  expect(reports.length).toBeLessThanOrEqual(Math.ceil(seconds * 4) + 7);
  await relay.stop();
});
