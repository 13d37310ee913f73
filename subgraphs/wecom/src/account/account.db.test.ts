import { inTenant } from "@wegraph/database/scope";
import { AppError } from "@wegraph/kit/errors";
import type { RequestContext } from "@wegraph/kit/context";
import { v7 } from "uuid";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import { accountStatuses, lifeCycle } from "./account.machine.ts";
import { accountActionNames, accountActions } from "./account.rules.ts";

let world: World;
let tenantId: string;
let caller: RequestContext;
let corpId: string;

beforeAll(async () => {
  world = await openWorld({ trustedProviders: ["http://provider.test"] });
  tenantId = v7();
  caller = world.caller(tenantId);
  corpId = await world.corp(caller, "http://provider.test", "secret");
});

afterAll(() => world?.close());

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "done",
    (error: unknown) => (error instanceof AppError ? error.code : String(error)),
  );
const inOwn = <T>(work: () => Promise<T>) => inTenant(tenantId, work);

/** Every row of the tenant that an act on an account could touch. */
const everything = () =>
  inOwn(async () => ({
    accounts: await world.db.tenant.account.findMany({
      orderBy: { id: "asc" },
      include: { drive: true, login: true },
    }),
    history: await world.db.tenant.accountStatusChange.count(),
    corps: await world.db.tenant.corp.findMany({ orderBy: { id: "asc" } }),
    bulk: await world.db.tenant.bulkOperation.findMany({ include: { items: true } }),
    events: await world.db.system("test").outboxMessage.count({ where: { tenantId } }),
  }));

describe("an act", () => {
  const acts = accountActionNames.filter((action) => action !== "UPDATE");
  const illegal = accountStatuses.flatMap((status) =>
    acts
      .filter((action) => lifeCycle[status][accountActions[action].event] === undefined)
      .map((action) => [action, status] as const),
  );

  test.each(illegal)(
    "%s on an account that is %s is INVALID_TRANSITION and changes nothing",
    async (action, status) => {
      const [id = ""] = await world.accounts(tenantId, corpId, 1, status);
      const before = await everything();

      const code = await codeOf(
        world.as(caller, () => world.parts.accounts.act(caller, id, action, { code: "123456" })),
      );

      expect(code).toBe("INVALID_TRANSITION");
      expect(await everything()).toEqual(before);
    },
  );

  test("writes state, history, event and audit record in one go", async () => {
    const id = await world.account(caller, corpId, { group: "Sales", tags: ["vip"] });
    const before = await everything();
    await world.as(caller, () => world.parts.accounts.act(caller, id, "LOG_IN"));

    const row = (await everything()).accounts.find((one) => one.id === id);
    expect(row).toMatchObject({ status: "INITIALIZING", version: 2 });
    expect(row?.drive?.nextDueAt).not.toBeNull();
    const [change] = await inOwn(
      async () =>
        await world.db.tenant.accountStatusChange.findMany({ where: { accountId: id, version: 2 } }),
    );
    expect(change).toMatchObject({
      fromStatus: "CREATED",
      toStatus: "INITIALIZING",
      event: "LOG_IN",
      actorKind: "USER",
      actorId: caller.principal.id,
    });
    const told = await world.db
      .system("test")
      .outboxMessage.findMany({ where: { tenantId }, orderBy: { seq: "asc" }, skip: before.events });
    expect(told.map(({ subject }) => subject)).toEqual([
      `evt.${tenantId}.wecom.account.status-changed.v1`,
      `evt.${tenantId}.wecom.audit.recorded.v1`,
    ]);
    expect(told[0]?.payload).toMatchObject({
      payload: {
        accountId: id,
        from: "CREATED",
        to: "INITIALIZING",
        version: 2,
        group: "Sales",
        changeId: change?.id,
      },
    });
    expect(told[1]?.payload).toMatchObject({
      payload: {
        action: "account.login-started",
        resourceId: id,
        changes: [{ field: "status", before: "CREATED", after: "INITIALIZING" }],
      },
    });
  });

  test("by many at once happens once", async () => {
    const id = await world.account(caller, corpId);
    const codes = await Promise.all(
      Array.from({ length: 20 }, () =>
        codeOf(world.as(caller, () => world.parts.accounts.act(caller, id, "LOG_IN"))),
      ),
    );
    expect(codes.filter((code) => code === "done")).toHaveLength(1);
    expect(new Set(codes)).toEqual(new Set(["done", "INVALID_TRANSITION"]));
    const changes = await inOwn(
      async () =>
        await world.db.tenant.accountStatusChange.count({ where: { accountId: id, event: "LOG_IN" } }),
    );
    expect(changes).toBe(1);
  });
});

describe("creating", () => {
  const input = () => ({ name: "客服小王", connector: "INSTANCE" as const, autoRecover: true, corpId });

  test("with the same key gives the same account, with another input a conflict", async () => {
    const key = v7();
    const create = (name: string) =>
      world.as(caller, () => world.parts.accounts.create(caller, { ...input(), name, idempotencyKey: key }));
    const ids = await Promise.all([create("A"), create("A"), create("A")]);
    expect(new Set(ids).size).toBe(1);
    expect(await codeOf(create("B"))).toBe("IDEMPOTENCY_CONFLICT");
  });

  test("refuses a corporation that is not one's own", async () => {
    const stranger = world.caller(v7());
    expect(await codeOf(world.as(stranger, () => world.parts.accounts.create(stranger, input())))).toBe(
      "NOT_FOUND",
    );
  });

  test("refuses a client session of a corporation that has applications only", async () => {
    const bare = await world.as(caller, () =>
      world.parts.corps.create(caller, { name: "Apps only", corpId: "wwappsonly" }),
    );
    const refused = world.as(caller, () =>
      world.parts.accounts.create(caller, { ...input(), corpId: bare.id }),
    );
    await expect(refused).rejects.toMatchObject({
      code: "INVALID_INPUT",
      reason: "CORP_WITHOUT_PROVIDER",
      details: { issues: [{ path: ["input", "corpId"] }] },
    });
  });

  test("makes one account of an application, however many ask at once, and shows its secret to nobody", async () => {
    const application = { agentId: 1_000_002, secret: "app-secret-7f3a", memberLimit: 100 };
    const create = () =>
      world.as(caller, () =>
        world.parts.accounts.create(caller, { ...input(), connector: "CORP_APP", application }),
      );
    const outcomes = await Promise.allSettled([create(), create(), create()]);
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const [refused] = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused?.reason).toMatchObject({ code: "CONFLICT", reason: "APPLICATION_EXISTS" });

    const rows = await world.db.system("test").$queryRaw`
      SELECT (SELECT json_agg(a) FROM wegraph_account_apps a)::text AS apps,
        (SELECT json_agg(o) FROM wegraph_outbox o)::text AS events`;
    expect(JSON.stringify(rows)).not.toContain("app-secret-7f3a");
  });

  test("refuses an address of the API that is not encrypted", async () => {
    const application = { agentId: 1_000_009, secret: "s", memberLimit: 1, apiUrl: "http://wecom.example" };
    const refused = world.as(caller, () =>
      world.parts.accounts.create(caller, { ...input(), connector: "CORP_APP", application }),
    );
    await expect(refused).rejects.toMatchObject({ reason: "API_URL_REFUSED" });
  });
});

describe("changing", () => {
  test("only what was seen: another version is a CONFLICT that changes nothing", async () => {
    const id = await world.account(caller, corpId);
    const change = (name: string, expectedVersion?: number) =>
      world.as(caller, () =>
        world.parts.accounts.change(caller, {
          accountId: id,
          name,
          ...(expectedVersion && { expectedVersion }),
        }),
      );
    await change("Renamed", 1);
    expect(await codeOf(change("Too late", 1))).toBe("CONFLICT");
    const view = await world.as(caller, () => world.parts.reader.fresh(caller, id));
    expect(view).toMatchObject({ name: "Renamed", version: 2 });
  });

  test("switching recovery on takes up an outage, off lets it rest", async () => {
    const [id = ""] = await world.accounts(tenantId, corpId, 1, "ERROR");
    const set = (autoRecover: boolean) =>
      world.as(caller, () => world.parts.accounts.change(caller, { accountId: id, autoRecover }));
    const due = async () =>
      (
        await inOwn(
          async () => await world.db.tenant.accountDrive.findUniqueOrThrow({ where: { accountId: id } }),
        )
      ).nextDueAt;
    await set(false);
    expect(await due()).toBeNull();
    await set(true);
    expect(await due()).not.toBeNull();
  });
});

describe("what a caller sees", () => {
  const me = v7();
  let names: (context: RequestContext, filter?: object) => Promise<string[]>;
  beforeAll(async () => {
    const home = v7();
    const all = world.caller(home);
    const corp = await world.corp(all, "http://provider.test", "secret");
    const add = (name: string, extra: object) =>
      world.as(all, () =>
        world.parts.accounts.create(all, {
          name,
          connector: "INSTANCE",
          autoRecover: true,
          corpId: corp,
          ...extra,
        }),
      );
    await add("owned", { ownerId: me, tags: ["a", "b"] });
    await add("bound", { boundUserIds: [v7(), me], department: "north", tags: ["b"] });
    await add("north", { department: "north", group: "Sales" });
    await add("100% 小王_x", { department: "south" });
    names = async (context, filter = {}) => {
      const page = await world.as(context, () => world.parts.reader.page(context, filter, null, {}));
      return page.nodes.map(({ name }) => name);
    };
    caller = world.caller(home);
    tenantId = home;
  });

  const as = (scope: "OWN" | "BOUND" | "DEPARTMENT" | "TENANT", department: string | null = null) =>
    world.caller(tenantId, { id: me, scope, department });

  test("is what the scope of the right reaches", async () => {
    expect(await names(as("OWN"))).toEqual(["owned"]);
    expect(await names(as("BOUND"))).toEqual(["bound", "owned"]);
    expect(await names(as("DEPARTMENT", "north"))).toEqual(["bound", "north"]);
    expect(await names(as("DEPARTMENT"))).toEqual([]);
    expect(await names(as("TENANT"))).toHaveLength(4);
    expect(await names(world.caller(tenantId, { permissions: [] }))).toEqual([]);
  });

  test("is found by any part of its name, taken literally and in any case", async () => {
    expect(await names(as("TENANT"), { search: "OWN" })).toEqual(["owned"]);
    expect(await names(as("TENANT"), { search: "小王" })).toEqual(["100% 小王_x"]);
    expect(await names(as("TENANT"), { search: "%" })).toEqual(["100% 小王_x"]);
    expect(await names(as("TENANT"), { search: "_" })).toEqual(["100% 小王_x"]);
    expect(await names(as("TENANT"), { search: "\\" })).toEqual([]);
    expect(await names(as("BOUND"), { search: "小王" })).toEqual([]);
  });

  test("is narrowed by every condition given", async () => {
    expect(await names(as("TENANT"), { tags: ["b"] })).toEqual(["bound", "owned"]);
    expect(await names(as("TENANT"), { tags: ["b", "a"] })).toEqual(["owned"]);
    expect(await names(as("TENANT"), { group: "Sales" })).toEqual(["north"]);
    expect(await names(as("TENANT"), { ownerId: me, tags: ["b"] })).toEqual(["owned"]);
    expect(await names(as("TENANT"), { statuses: ["ONLINE"] })).toEqual([]);
    expect(await names(as("TENANT"), { healthMax: 99 })).toEqual([]);
  });

  test("sums up to what it lists", async () => {
    const context = as("BOUND");
    const summary = await world.as(context, () => world.parts.overview.summary(context, {}));
    expect(summary).toMatchObject({ total: 2, onlineRatio: 0, averageHealth: 100 });
    expect(await world.as(context, () => world.parts.overview.tags(context))).toEqual(["a", "b"]);
    expect(await world.as(context, () => world.parts.overview.groups(context))).toEqual([]);
    const trend = await world.as(context, () => world.parts.overview.trend(context, 24));
    expect(trend.at(-1)).toMatchObject({ online: 0, total: 2 });
    expect(trend[0]).toMatchObject({ online: 0, total: 0 });
  });

  test("but may not touch is FORBIDDEN; what is not seen is NOT_FOUND", async () => {
    const [id = ""] = (
      await world.as(caller, () => world.parts.reader.page(caller, { search: "north" }, null, {}))
    ).nodes.map((node) => node.id);
    const reader = world.caller(tenantId, { id: me, permissions: ["account:read"] });
    expect(await codeOf(world.as(reader, () => world.parts.accounts.act(reader, id, "LOG_IN")))).toBe(
      "FORBIDDEN",
    );
    const own = as("OWN");
    expect(await codeOf(world.as(own, () => world.parts.accounts.act(own, id, "LOG_IN")))).toBe("NOT_FOUND");
  });

  test("pages through any order, both ways, without losing or repeating an account", async () => {
    const home = v7();
    const all = world.caller(home);
    const corp = await world.corp(all, "http://provider.test", "secret");
    const ids = await world.accounts(home, corp, 37, "ONLINE");
    await inTenant(home, async () => {
      for (const [i, accountId] of ids.entries()) {
        if (i % 3 === 0)
          await world.db.tenant.accountDrive.update({
            where: { accountId },
            data: { lastHeartbeatAt: new Date(1_700_000_000_000 + (i % 5) * 1_000) },
          });
        await world.db.tenant.account.update({ where: { id: accountId }, data: { healthScore: i % 4 } });
      }
    });
    for (const by of [
      "NAME",
      "STATUS",
      "HEALTH_SCORE",
      "STATUS_SINCE",
      "CREATED_AT",
      "LAST_HEARTBEAT_AT",
    ] as const)
      for (const direction of ["ASC", "DESC"] as const) {
        const forward: string[] = [];
        let after: string | null = null;
        do {
          const page = await world.as(all, () =>
            world.parts.reader.page(all, {}, { by, direction }, { first: 10, after }),
          );
          forward.push(...page.nodes.map(({ id }) => id));
          after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
        } while (after);
        expect(new Set(forward).size, `${by} ${direction}`).toBe(37);
        expect(forward).toHaveLength(37);
        const backward: string[] = [];
        let before: string | null = null;
        do {
          const page = await world.as(all, () =>
            world.parts.reader.page(all, {}, { by, direction }, { last: 10, before }),
          );
          backward.unshift(...page.nodes.map(({ id }) => id));
          before = page.pageInfo.hasPreviousPage ? page.pageInfo.startCursor : null;
        } while (before);
        expect(backward, `${by} ${direction}`).toEqual(forward);
      }
  });
});

describe("another tenant's", () => {
  test("ids change and show nothing, through any method that takes one", async () => {
    const home = v7();
    const owner = world.caller(home);
    const corp = await world.corp(owner, "http://provider.test", "secret");
    const ids = await Promise.all(
      accountStatuses.map(async (status) => (await world.accounts(home, corp, 1, status))[0] ?? ""),
    );
    const operation = await world.as(owner, () =>
      world.parts.bulk.start(owner, { action: "LOG_IN", accountIds: ids, idempotencyKey: v7() }),
    );
    tenantId = home;
    const before = await everything();

    const stranger = world.caller(v7());
    const parts = world.parts;
    const attempts: [string, () => Promise<unknown>][] = ids.flatMap(
      (id): [string, () => Promise<unknown>][] => [
        ["find", async () => expect(await parts.reader.find(stranger, id)).toBeNull()],
        ["change", () => parts.accounts.change(stranger, { accountId: id, name: "mine" })],
        ...accountActionNames
          .filter((action) => action !== "UPDATE")
          .map((action): [string, () => Promise<unknown>] => [
            action,
            () => parts.accounts.act(stranger, id, action, { code: "123456" }),
          ]),
        ["history", async () => expect((await parts.history.ofAccount(id, {})).nodes).toEqual([])],
      ],
    );
    attempts.push(
      ["corp", async () => expect(await parts.corps.find(stranger, corp)).toBeNull()],
      ["change corp", () => parts.corps.change(stranger, { corpId: corp, name: "mine", secret: "mine" })],
      ["account count", async () => expect(await parts.corps.accountCount(stranger, corp)).toBe(0)],
      ["bulk operation", async () => expect(await parts.bulkReader.find(stranger, operation.id)).toBeNull()],
      ["cancel bulk", () => parts.bulk.cancel(stranger, operation.id)],
      [
        "filter by corp",
        async () => expect((await parts.reader.page(stranger, { corpId: corp }, null, {})).nodes).toEqual([]),
      ],
      ["list", async () => expect((await parts.reader.page(stranger, {}, null, {})).nodes).toEqual([])],
      ["recent", async () => expect((await parts.history.recent(stranger, {})).nodes).toEqual([])],
      ["summary", async () => expect(await parts.overview.summary(stranger, {})).toMatchObject({ total: 0 })],
      ["groups", async () => expect(await parts.overview.groups(stranger)).toEqual([])],
      ["tags", async () => expect(await parts.overview.tags(stranger)).toEqual([])],
    );
    const refusals = new Set<string>();
    for (const [, attempt] of attempts) refusals.add(await codeOf(world.as(stranger, attempt)));

    expect(refusals).toEqual(new Set(["done", "NOT_FOUND"]));
    expect(await everything()).toEqual(before);
  });

  test("accounts in a bulk order are refused one by one, as if they did not exist", async () => {
    const [victim = ""] = await world.accounts(
      tenantId,
      (await everything()).corps[0]?.id ?? "",
      1,
      "OFFLINE",
    );
    const before = await everything();
    const stranger = world.caller(v7());
    const operation = await world.as(stranger, () =>
      world.parts.bulk.start(stranger, {
        action: "LOG_IN",
        accountIds: [victim, v7()],
        idempotencyKey: v7(),
      }),
    );
    const items = await world.as(stranger, () => world.parts.bulkReader.items(operation, null, {}));
    const itemIds = items.nodes.map(({ id }) => id);
    await world.parts.bulkWorker.perform({
      id: v7(),
      tenantId: stranger.principal.tenantId,
      payload: { operationId: operation.id, itemIds },
      stillWorking: () => undefined,
    });
    const after = await world.as(stranger, () => world.parts.bulkReader.items(operation, null, {}));
    expect(after.nodes.map(({ status, code, accountName }) => [status, code, accountName])).toEqual([
      ["REFUSED", "NOT_FOUND", ""],
      ["REFUSED", "NOT_FOUND", ""],
    ]);
    expect(await everything()).toEqual(before);
  });
});
