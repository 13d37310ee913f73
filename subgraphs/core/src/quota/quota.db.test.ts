import { connect as connectTo, createServer } from "node:net";
import type { AddressInfo, Server, Socket } from "node:net";
import { Redis } from "ioredis";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { AppError } from "@wegraph/kit/errors";
import { defaultSettings } from "@wegraph/kit/liveSettings";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { anonymous } from "@wegraph/kit/principal";
import { testServers } from "@wegraph/kit/testing/servers.config";
import { NoticeBoard } from "../notification/noticeBoard.ts";
import { openTestCore } from "../testing/testCore.ts";
import type { Person, TestCore } from "../testing/testCore.ts";
import type { QuotaPolicy } from "./quota.plans.ts";
import { assembleQuotas } from "./quota.parts.ts";
import type { QuotaParts } from "./quota.parts.ts";

let core: TestCore;
let root: Person;
let quotas: QuotaParts;
const closing: (() => void)[] = [];

beforeAll(async () => {
  core = await openTestCore();
  root = (await core.given.platform()).admin;
  quotas = aProcess();
});
afterAll(async () => {
  for (const close of closing) close();
  await core?.close();
});

/** The quotas as another process has them. */
function aProcess(redis?: Redis): QuotaParts {
  const { db, clock, log } = core;
  return assembleQuotas({
    db,
    settings: defaultSettings,
    notices: new NoticeBoard(clock),
    redis,
    clock,
    log,
  });
}

function aRedis(url: string): Redis {
  const options = {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    commandTimeout: 300,
  };
  const redis = new Redis(url, { ...options, retryStrategy: () => 20 });
  redis.on("error", () => undefined);
  redis.connect().catch(() => undefined);
  closing.push(() => redis.disconnect());
  return redis;
}

/** A way to Redis that can be cut. */
async function aLine(): Promise<{ url: string; cut(): void }> {
  const { hostname, port } = new URL(testServers().redisUrl);
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    const there = connectTo(Number(port), hostname);
    for (const each of [socket, there]) {
      sockets.add(each);
      each.on("error", () => undefined);
      each.on("close", () => sockets.delete(each));
    }
    socket.pipe(there).pipe(socket);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const cut = () => sockets.forEach((socket) => socket.destroy());
  closing.push(() => {
    cut();
    server.close();
  });
  return { url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`, cut };
}

interface Agreed {
  limit?: number | null;
  policy?: QuotaPolicy;
  ceiling?: number;
  step?: number;
}

async function aTenant(dimension: QuotaDimension = "MESSAGES", agreed?: Agreed) {
  const { tenant, admin } = await core.given.tenant();
  const { id: tenantId } = tenant;
  if (agreed)
    await core.as(root.principal, (context) =>
      quotas.admin.set(context, {
        tenantId,
        dimension,
        limit: 100,
        policy: "BLOCK",
        thresholdPercent: 80,
        note: "agreed",
        ...agreed,
      }),
    );
  return {
    tenantId,
    admin,
    take: (amount: number, key: string = v7(), by = quotas) =>
      by.ledger.take({ tenantId, dimension, amount, key }),
    giveBack: (key: string, amount?: number) =>
      quotas.ledger.giveBack({ tenantId, dimension, key, ...(amount !== undefined && { amount }) }),
    async state() {
      const [state] = await quotas.reader.states(tenantId, [dimension]);
      if (!state) throw new Error("no state");
      return state;
    },
  };
}

const exceeded = { code: "QUOTA_EXCEEDED", reason: "QUOTA_USED_UP" };

describe("1,000 concurrent consumers of one quota of 100 take exactly 100", () => {
  const crowd = async (limitedTo: Awaited<ReturnType<typeof aTenant>>, processes: readonly QuotaParts[]) => {
    const takes = Array.from({ length: 1_000 }, (_, n) =>
      limitedTo.take(1, `consumer-${n}`, processes[n % processes.length]),
    );
    const outcomes = await Promise.allSettled(takes);
    const refusals = outcomes.flatMap((outcome) =>
      outcome.status === "rejected" ? [outcome.reason as unknown] : [],
    );
    return { taken: 1_000 - refusals.length, refusals };
  };
  const mustBeExact = async (
    tenant: Awaited<ReturnType<typeof aTenant>>,
    processes: readonly QuotaParts[],
  ) => {
    const { taken, refusals } = await crowd(tenant, processes);
    expect(taken).toBe(100);
    for (const refusal of refusals) expect(refusal).toMatchObject(exceeded);
    expect(await tenant.state()).toMatchObject({ used: 100 });
    expect((await crowd(tenant, processes)).taken).toBe(100); // The same hundred, who have theirs already.
  };

  it("with Redis up", async () => {
    const tenant = await aTenant("MESSAGES", {});
    const processes = [aProcess(aRedis(testServers().redisUrl)), aProcess(aRedis(testServers().redisUrl))];
    await mustBeExact(tenant, processes);
  });

  it("with Redis down", async () => {
    const gone = aRedis("redis://127.0.0.1:1");
    await mustBeExact(await aTenant("MESSAGES", {}), [aProcess(gone), aProcess()]);
  });

  it("with Redis coming and going", async () => {
    const line = await aLine();
    const processes = [aProcess(aRedis(line.url)), aProcess(aRedis(line.url))];
    const flapping = setInterval(() => line.cut(), 15);
    try {
      await mustBeExact(await aTenant("MESSAGES", {}), processes);
    } finally {
      clearInterval(flapping);
    }
  });

  it("and a hint that is wrong refuses nobody who has room", async () => {
    const tenant = await aTenant("ACCOUNTS", { limit: 1 });
    const [one] = [aProcess(aRedis(testServers().redisUrl))];
    await tenant.take(1, "a", one);
    await expect(tenant.take(1, "b", one)).rejects.toMatchObject(exceeded);
    await tenant.giveBack("a");
    await tenant.take(1, "c", one);
    expect(await tenant.state()).toMatchObject({ used: 1 });
  });
});

describe("a key", () => {
  it("takes once, also when it comes twice at the same time", async () => {
    const tenant = await aTenant();
    await Promise.all(Array.from({ length: 20 }, () => tenant.take(5, "batch")));
    expect(await tenant.state()).toMatchObject({ used: 5 });
  });

  it("gives back as much as it took, by parts and all of it, and no more however often it is told", async () => {
    const tenant = await aTenant();
    await tenant.take(10, "batch");
    for (const amount of [4, 4, 3]) await tenant.giveBack("batch", amount);
    expect(await tenant.state()).toMatchObject({ used: 6 });
    for (let i = 0; i < 3; i += 1) await tenant.giveBack("batch");
    await tenant.giveBack("never taken");
    expect(await tenant.state()).toMatchObject({ used: 0 });
  });

  it("that was given back before it arrived takes nothing when it comes", async () => {
    const tenant = await aTenant();
    await tenant.giveBack("late");
    await tenant.take(7, "late");
    expect(await tenant.state()).toMatchObject({ used: 0 });
  });

  it("of a stock can take again after it was given back; a refused one has taken nothing", async () => {
    const tenant = await aTenant("SEATS", { limit: 1 });
    await tenant.take(1, "person");
    await expect(tenant.take(1, "another")).rejects.toMatchObject(exceeded);
    await tenant.giveBack("person");
    await tenant.take(1, "person");
    await tenant.giveBack("person");
    await tenant.take(1, "another");
    expect(await tenant.state()).toMatchObject({ used: 1 });
  });

  it("of nonsense is refused before anything is counted", async () => {
    const tenant = await aTenant();
    for (const amount of [0, -1, 1.5, Number.NaN, 2 ** 60])
      await expect(tenant.take(amount)).rejects.toMatchObject({ code: "INVALID_INPUT" });
    await expect(tenant.take(1, "")).rejects.toMatchObject({ code: "INVALID_INPUT" });
    expect(await tenant.state()).toMatchObject({ used: 0 });
  });
});

describe("a window", () => {
  it("ends with the tenant's day, in its own time zone, and the refusal says when", async () => {
    const tenant = await aTenant("MESSAGES", {});
    await tenant.take(100);
    const refusal = await tenant.take(1).then(
      () => undefined,
      (error: unknown) => error,
    );
    if (!(refusal instanceof AppError)) throw new Error("not refused");
    expect(refusal.details).toMatchObject({
      dimension: "MESSAGES",
      limit: 100,
      used: 100,
      requested: 1,
      policy: "BLOCK",
    });
    const resetsAt = new Date(String(refusal.details["resetsAt"]));
    // Midnight in Shanghai, which knows no summer time.
    expect(resetsAt.toISOString()).toMatch(/T16:00:00\.000Z$/);

    const clock = core.clock;
    core.wait(resetsAt.getTime() - clock().getTime() + 1_000);
    await tenant.take(1);
    expect(await tenant.state()).toMatchObject({ used: 1 });
  });

  it("what is given back after it has ended changes nothing of the new one", async () => {
    const tenant = await aTenant("MESSAGES", {});
    await tenant.take(60, "yesterday");
    core.wait(24 * 60 * 60_000);
    await tenant.take(10, "today");
    await tenant.giveBack("yesterday");
    expect(await tenant.state()).toMatchObject({ used: 10 });
  });
});

describe("the threshold", () => {
  const told = async (tenantId: string) =>
    (await core.events("quota.threshold-reached.v1")).filter((event) => event.tenant_id === tenantId);
  const notices = (tenantId: string) => core.db.system("test").notice.count({ where: { tenantId } });

  it("is told once in its window, with a notice, by whichever of many reaches it", async () => {
    const tenant = await aTenant("MESSAGES", {});
    await tenant.take(70);
    expect(await told(tenant.tenantId)).toHaveLength(0);
    await Promise.all(Array.from({ length: 25 }, () => tenant.take(1)));
    expect(await told(tenant.tenantId)).toMatchObject([
      { payload: { payload: { dimension: "MESSAGES", used: 80, limit: 100, thresholdPercent: 80 } } },
    ]);
    expect(await notices(tenant.tenantId)).toBe(1);
    core.wait(24 * 60 * 60_000);
    await tenant.take(90);
    expect(await told(tenant.tenantId)).toHaveLength(2);
    expect(await notices(tenant.tenantId)).toBe(2);
  });

  it("of a stock is told again only after there was clearly room", async () => {
    const tenant = await aTenant("ACCOUNTS", {});
    await tenant.take(81, "many");
    await tenant.giveBack("many", 5);
    await tenant.take(5, "few");
    expect(await told(tenant.tenantId)).toHaveLength(1);
    await tenant.giveBack("many");
    await tenant.take(80, "again");
    expect(await told(tenant.tenantId)).toHaveLength(2);
  });
});

describe("a quota that may grow", () => {
  it("moves by steps up to its ceiling and not beyond, each step told and on record", async () => {
    const agreed = { policy: "AUTO_EXPAND", ceiling: 150, step: 20 } as const;
    const tenant = await aTenant("MESSAGES", agreed);
    const outcomes = await Promise.allSettled(Array.from({ length: 200 }, () => tenant.take(1)));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(150);
    expect(await tenant.state()).toMatchObject({ used: 150, expanded: 50 });
    const steps = (await core.events("quota.expanded.v1")).filter(
      (event) => event.tenant_id === tenant.tenantId,
    );
    expect(steps.map(({ payload }) => payload.payload["to"])).toEqual([120, 140, 150]);
    const records = (await core.events("audit.recorded.v1")).filter(
      (event) => event.tenant_id === tenant.tenantId && event.payload.payload["action"] === "quota.expanded",
    );
    expect(records).toHaveLength(3);
  });

  it("or is billed for goes on", async () => {
    const tenant = await aTenant("MESSAGES", { policy: "ALLOW_AND_BILL" });
    await Promise.all(Array.from({ length: 30 }, () => tenant.take(10)));
    expect(await tenant.state()).toMatchObject({ used: 300 });
  });
});

describe("stocks agree with what there is", () => {
  it("after things from before were found, and those that were never made", async () => {
    const tenant = await aTenant("ACCOUNTS", { limit: 3 });
    const stock = (keys: string[]) =>
      quotas.reconciler.stock({ tenantId: tenant.tenantId, dimension: "ACCOUNTS", keys });
    expect(await stock(["a", "b"])).toBe(2);
    await tenant.take(1, "c");
    expect(await stock(["a", "b"])).toBe(0); // "c" may be on its way.
    core.wait(11 * 60_000);
    expect(await stock(["a", "b"])).toBe(1);
    expect(await tenant.state()).toMatchObject({ used: 2 });
    expect(await stock(["b", "d"])).toBe(2);
    expect(await tenant.state()).toMatchObject({ used: 2 });
  });

  it("also those of patients, who stay the same ones for months, are archived and come back", async () => {
    const tenant = await aTenant("ACTIVE_PATIENTS", { limit: 3 });
    const stock = (keys: string[]) =>
      quotas.reconciler.stock({ tenantId: tenant.tenantId, dimension: "ACTIVE_PATIENTS", keys });
    for (const patient of ["a", "b"]) await tenant.take(1, patient);
    for (let weeks = 0; weeks < 6; weeks += 1) {
      core.wait(7 * 24 * 60 * 60_000);
      await quotas.rollUp.tidy();
      expect(await stock(["a", "b"])).toBe(0);
    }
    await tenant.giveBack("a");
    expect(await tenant.state()).toMatchObject({ used: 1, resetsAt: null });
    await tenant.take(1, "a");
    expect(await tenant.state()).toMatchObject({ used: 2 });
  });

  it("the seats by who belongs to the tenant", async () => {
    const tenant = await aTenant("SEATS");
    await core.given.user(tenant.tenantId, ["operator", "staff"]);
    await quotas.reconciler.seats();
    expect(await tenant.state()).toMatchObject({ used: 2 });
  });
});

it("a domain finds what it took and did not give back, of all tenants, page by page; nobody else does", async () => {
  const [one, other] = [await aTenant(), await aTenant()];
  const since = new Date(core.clock().getTime() - 1);
  await one.take(3, "first");
  await one.take(3, "given back");
  await one.giveBack("given back");
  core.wait(10);
  await other.take(2, "second");
  await other.giveBack("second", 1);
  const until = new Date(core.clock().getTime() + 1);
  const query = `query ($input: OpenQuotaTakesInput!) { _openQuotaTakes(input: $input) { tenantId key at } }`;
  const ask = async (input: object) => {
    const variables = { input: { dimension: "MESSAGES", since, until, ...input } };
    const { data } = await core.execute(query, variables, { ...anonymous, id: "wecom", name: "wecom" });
    return (data as { _openQuotaTakes: { tenantId: string; key: string; at: string }[] })._openQuotaTakes;
  };
  const found = await ask({});
  expect(found).toMatchObject([
    { tenantId: one.tenantId, key: "first" },
    { tenantId: other.tenantId, key: "second" },
  ]);
  expect(await ask({ since: found[0]?.at, afterKey: "first" })).toMatchObject([{ key: "second" }]);
  const { errors } = await core.execute(
    query,
    { input: { dimension: "MESSAGES", since, until } },
    root.principal,
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: "FORBIDDEN" });
});

it("what a domain releases is given back once, however often the event comes", async () => {
  const tenant = await aTenant();
  await tenant.take(10, "batch");
  const event = {
    id: v7(),
    subject: "wecom.quota.released.v1",
    tenantId: tenant.tenantId,
    at: new Date().toISOString(),
    correlationId: v7(),
    actor: { kind: "SYSTEM" as const, id: "test", name: "test", address: null },
    payload: { dimension: "MESSAGES" as const, key: "batch", amount: 3 },
  };
  await quotas.releases.take(event);
  await quotas.releases.take(event);
  await quotas.releases.take({ ...event, id: v7() });
  expect(await tenant.state()).toMatchObject({ used: 4 });
});
