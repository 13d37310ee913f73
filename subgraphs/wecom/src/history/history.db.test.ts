import { inTenant } from "@wegraph/database/scope";
import type { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PastChange } from "../setup/past.rules.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";

const hour = 3_600_000;
const now = new Date("2026-11-22T08:00:00.000Z");
const ago = (hours: number) => new Date(now.getTime() - hours * hour);
let world: World;
let tenantId: string;
let caller: RequestContext;

const past: PastChange[] = [
  { at: ago(30), from: null, to: "CREATED", event: "CREATE", reason: null },
  { at: ago(29), from: "CREATED", to: "INITIALIZING", event: "LOG_IN", reason: null },
  { at: ago(29), from: "INITIALIZING", to: "WAITING_QR", event: "QR_READY", reason: null },
  { at: ago(29), from: "WAITING_QR", to: "WAITING_CONFIRM", event: "SCANNED", reason: null },
  { at: ago(28), from: "WAITING_CONFIRM", to: "ONLINE", event: "CONFIRMED", reason: null },
  { at: ago(18), from: "ONLINE", to: "ERROR", event: "HEARTBEAT_MISSED", reason: "heartbeat_missed" },
  { at: ago(17.5), from: "ERROR", to: "RECOVERING", event: "RECOVER", reason: "automatic" },
  {
    at: ago(17.5),
    from: "RECOVERING",
    to: "RECOVERING",
    event: "ATTEMPT_FAILED",
    reason: "provider_unreachable",
  },
  { at: ago(17), from: "RECOVERING", to: "RECOVERING", event: "RECOVER", reason: "automatic" },
  { at: ago(16), from: "RECOVERING", to: "ONLINE", event: "RECOVERED", reason: null },
  { at: ago(4), from: "ONLINE", to: "OFFLINE", event: "SESSION_ENDED", reason: "kicked" },
];

beforeAll(async () => {
  world = await openWorld({ clock: () => now, trustedProviders: ["http://provider.test"] });
  tenantId = v7();
  caller = world.caller(tenantId);
  const corpId = await world.corp(caller, "http://provider.test", "secret");
  await world.parts.setup.addAccounts(
    tenantId,
    corpId,
    [
      { name: "A", past, tags: ["x"] },
      { name: "B", past: past.slice(0, 5) },
    ],
    v7(),
  );
});

afterAll(() => world?.close());

const account = async (name: string) => {
  const page = await world.as(caller, () => world.parts.reader.page(caller, { search: name }, null, {}));
  const [node] = page.nodes;
  if (!node) throw new Error("no account");
  return node;
};

describe("statistics", () => {
  test("tell the time in each state, and how long a recovery took over all its attempts", async () => {
    const node = await account("A");
    const { timeInState, ...rest } = await world.as(caller, () =>
      world.parts.history.statistics(node, ago(24)),
    );

    expect(Object.fromEntries(timeInState.map(({ status, ms }) => [status, ms / hour]))).toEqual({
      ONLINE: 18,
      OFFLINE: 4,
      ERROR: 0.5,
      RECOVERING: 1.5,
    });
    expect(timeInState.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1);
    expect(rest).toMatchObject({
      since: ago(24),
      recoveries: 1,
      meanTimeToRecoverMs: 2 * hour,
      transitions: 6,
      onlineRatio: 0.75,
    });
  });

  test("begin with the account, and cover a time in which nothing happened", async () => {
    const young = await account("B");
    const whole = await world.as(caller, () => world.parts.history.statistics(young, new Date(0)));
    expect(whole.since).toEqual(ago(30));
    expect(whole.transitions).toBe(4); // its creation is where the counting begins
    const quiet = await world.as(caller, () => world.parts.history.statistics(young, ago(2)));
    expect(quiet).toMatchObject({ transitions: 0, recoveries: 0, meanTimeToRecoverMs: null, onlineRatio: 1 });
    expect(quiet.timeInState).toEqual([{ status: "ONLINE", ms: 2 * hour, share: 1 }]);
  });
});

describe("health", () => {
  test("is computed from the history, with its parts", async () => {
    const { health, healthScore } = await account("A");
    const parts = Object.fromEntries(
      health.parts.map(({ name, value, known }) => [name, known ? value : null]),
    );
    expect(parts).toEqual({
      ONLINE_RATIO: 0.75,
      HEARTBEAT_REGULARITY: 1,
      SEND_SUCCESS: null,
      CALLBACK_TIMELINESS: null,
      ERROR_RECENCY: 0.75,
    });
    expect(healthScore).toBe(Math.round((40 * 0.75 + 20 + 10 * 0.75) / 0.7));
    expect(health.computedAt).toEqual(now);
  });

  test("is computed with each transition, from the same facts", async () => {
    const node = await account("A");
    await world.as(caller, () => world.parts.accounts.act(caller, node.id, "LOG_IN"));
    const after = await account("A");
    expect(after.health.parts.find(({ name }) => name === "ONLINE_RATIO")?.value).toBe(0.75);
    expect(after.status).toBe("INITIALIZING");
  });

  test("is looked at again when it is due, and once by however many keepers", async () => {
    await inTenant(
      tenantId,
      async () => await world.db.tenant.accountDrive.updateMany({ data: { healthDueAt: ago(1) } }),
    );
    const swept = await Promise.all([world.parts.healthKeeper.sweep(), world.parts.healthKeeper.sweep()]);
    expect(swept.reduce((sum, count) => sum + count, 0)).toBe(2);
    expect(await world.parts.healthKeeper.sweep()).toBe(0);
  });
});

test("the trend over a day is that of the history", async () => {
  const points = await world.as(caller, () => world.parts.overview.trend(caller, 24));
  const at = (hours: number) => points.find((point) => point.at.getTime() === ago(hours).getTime());
  expect(points.length).toBeLessThanOrEqual(200);
  expect(at(24)).toMatchObject({ online: 2, total: 2 });
  expect(at(17)).toMatchObject({ online: 1, total: 2 });
  expect(at(10)).toMatchObject({ online: 2, total: 2 });
  expect(at(1)).toMatchObject({ online: 1, total: 2 });
});

test("the history of an account and of all accounts is newest first, page by page", async () => {
  const { id } = await account("A");
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const page = await world.as(caller, () => world.parts.history.ofAccount(id, { first: 4, after }));
    seen.push(...page.nodes.map(({ event }) => event));
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after);
  expect(seen.slice(-past.length)).toEqual(past.map(({ event }) => event).toReversed());
  const recent = await world.as(caller, () => world.parts.history.recent(caller, { first: 200 }));
  expect(recent.nodes.length).toBe(seen.length + 5);
});
