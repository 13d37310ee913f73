import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { OutboxRelay } from "@wegraph/kit/relay";
import { until } from "@wegraph/kit/testing/until";
import { startSimulator } from "@wegraph/simulators/simulator";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { openWecomApi } from "../../testing/wecomApi.ts";
import type { TestWecom } from "../../testing/wecomApi.ts";
import { quickMessages } from "../../testing/quick.ts";
import { openWorld } from "../../testing/world.ts";
import type { World } from "../../testing/world.ts";

const agents = [1_000_002, 1_000_003];

let wecom: TestWecom;
let world: World;
let relay: OutboxRelay;
let caller: RequestContext;
let tenantId: string;
let corpId: string;
let wecomCorpId: string;
let first: string;
let second: string;
let members: string[];

beforeAll(async () => {
  wecom = await openWecomApi(await startSimulator({ secret: "s", seed: "rerouting", life: false }));
  // Swept by the tests themselves: the time in between is theirs.
  world = await openWorld({
    trustedProviders: [wecom.url],
    messages: quickMessages({ rerouteAfterMs: 3_600_000 }),
  });
  relay = new OutboxRelay(world.pools.system, world.runtime.bus, world.runtime.log);
  relay.start();
  await world.parts.messages.start();
});
afterAll(async () => {
  await world?.runtime.queue.stop();
  await world?.parts.messages.stop();
  await relay?.stop();
  await world?.close();
  await wecom?.close();
});

beforeEach(async () => {
  tenantId = v7();
  caller = world.caller(tenantId);
  wecomCorpId = `ww${tenantId.replaceAll("-", "").slice(-16)}`;
  const secretOf = (agentId: number) => `${wecomCorpId}-${agentId}`;
  await wecom.control("PUT", `/corps/${wecomCorpId}`, {
    apps: agents.map((agentId) => ({ agentId, secret: secretOf(agentId) })),
  });
  const { members: people } = await wecom.control<{ members: { userid: string; status: number }[] }>(
    "GET",
    `/corps/${wecomCorpId}/members`,
  );
  members = people.filter(({ status }) => status === 1).map(({ userid }) => userid);
  const corp = await world.as(caller, () =>
    world.parts.corps.create(caller, { name: "Corp", corpId: wecomCorpId }),
  );
  corpId = corp.id;
  [first = "", second = ""] = await world.accounts(tenantId, corpId, 2, "ONLINE");
  for (const [n, id] of [first, second].entries()) {
    const agentId = agents[n] ?? 0;
    const app = { accountId: id, agentId, secret: secretOf(agentId), apiUrl: wecom.url, memberLimit: 100 };
    await world.as(caller, () => world.parts.messages.apps.set(caller, app));
  }
});

/** As an outage that began long ago leaves it. */
async function goes(id: string, status: string): Promise<void> {
  const since = new Date(Date.now() - 2 * 3_600_000);
  await inTenant(tenantId, async () =>
    world.db.tenant.account.update({
      where: { id },
      data: { status, statusSince: since, recoverySince: since },
    }),
  );
}

const soon = () => new Date(Date.now() + 1_500);
const order = (recipients: readonly string[], given: object = {}) => {
  const input = {
    name: "Batch",
    content: { type: "TEXT", text: `hello ${v7()}` },
    recipients: recipients.map((id) => ({ recipient: { kind: "MEMBER" as const, id } })),
    scheduledAt: soon(),
    idempotencyKey: v7(),
    ...given,
  };
  return world.as(caller, () => world.parts.messages.service.sendBatch(caller, input));
};
const rowsOf = (batchId: string) => world.db.system("test").message.findMany({ where: { batchId } });
const accepted = () =>
  wecom.control<{ accepted: number; distinct: number; duplicated: number }>(
    "GET",
    `/corps/${wecomCorpId}/accepted`,
  );

test("what routing gave to an account that is gone is sent by another, once, and each recipient has one voice", async () => {
  const twice = [...members.slice(0, 20), ...members.slice(0, 20)];
  const batchId = await order(twice, { corpId });
  expect(new Set((await rowsOf(batchId)).map(({ accountId }) => accountId))).toEqual(
    new Set([first, second]),
  );
  await goes(first, "ERROR");

  const moved = await world.parts.messages.rerouter.sweep();
  expect(moved).toBeGreaterThan(0);
  expect(await world.parts.messages.rerouter.sweep()).toBe(0);
  await until("all are sent", async () => (await rowsOf(batchId)).every(({ status }) => status === "SENT"));

  const rows = await rowsOf(batchId);
  expect(new Set(rows.map(({ accountId }) => accountId))).toEqual(new Set([second]));
  expect(await accepted()).toMatchObject({ accepted: twice.length });
});

test("what was sent stays with who sent it, and nothing of it goes out again", async () => {
  const sentId = await order(members.slice(0, 10), { corpId, scheduledAt: null });
  await until("sent", async () => (await rowsOf(sentId)).every(({ status }) => status === "SENT"));
  const before = new Map((await rowsOf(sentId)).map(({ id, accountId }) => [id, accountId]));
  await goes(first, "OFFLINE");
  await world.parts.messages.rerouter.sweep();
  for (const { id, accountId } of await rowsOf(sentId)) expect(accountId).toBe(before.get(id));
  expect(await accepted()).toMatchObject({ accepted: 10, duplicated: 0 });
});

test("a message whose account was named waits for it, and goes when it is back", async () => {
  const batchId = await order(members.slice(0, 5), { accountId: first, scheduledAt: soon() });
  await goes(first, "OFFLINE");
  expect(await world.parts.messages.rerouter.sweep()).toBe(0);
  expect((await rowsOf(batchId)).every(({ accountId }) => accountId === first)).toBe(true);
  await goes(first, "ONLINE");
  await until("sent", async () => (await rowsOf(batchId)).every(({ status }) => status === "SENT"));
});

test("without another account that can send, messages stay where they are", async () => {
  const batchId = await order(members.slice(0, 6), { corpId });
  await goes(first, "RECOVERING");
  await goes(second, "OFFLINE");
  expect(await world.parts.messages.rerouter.sweep()).toBe(0);
  expect((await rowsOf(batchId)).some(({ status }) => status === "FAILED")).toBe(false);
});

test("a short outage moves nothing", async () => {
  await order(members.slice(0, 6), { corpId });
  await inTenant(tenantId, async () =>
    world.db.tenant.account.update({
      where: { id: first },
      data: { status: "ERROR", statusSince: new Date() },
    }),
  );
  expect(await world.parts.messages.rerouter.sweep()).toBe(0);
});
