import { inTenant } from "@wegraph/database/scope";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RequestContext } from "@wegraph/kit/context";
import { AppVault } from "../message/routing/appVault.ts";
import { SendingAccounts } from "../message/routing/senders.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import type { AlertAction, AlertKind } from "./alert.codes.ts";
import { alertKindTable } from "./alert.kinds.ts";

let world: World;
let tenantId: string;
let caller: RequestContext;
let corpId: string;

beforeAll(async () => {
  world = await openWorld();
  await world.parts.alerts.keeper.seed();
});
afterAll(() => world?.close());
beforeEach(async () => {
  tenantId = v7();
  caller = world.caller(tenantId);
  corpId = await world.corp(caller, "https://provider.example", "secret");
});

const ago = (seconds: number) => new Date(Date.now() - seconds * 1_000);
const look = (kind: AlertKind) => world.parts.alerts.evaluator.evaluate(kind, new Date(Date.now() + 60_000));
const inOwn = <T>(act: () => Promise<T>) => inTenant(tenantId, async () => await act());

/** The tenant's rule for a kind, with these acts. */
const rule = (kind: AlertKind, autoActions: AlertAction[], given: object = {}) =>
  world.as(caller, (context) =>
    world.parts.alerts.rules.set(context, {
      ...alertKindTable[kind].rule,
      kind,
      autoActions,
      durationSeconds: 0,
      ...given,
    }),
  );

/** An account with something wrong: its heartbeat, or in ERROR with its outage. */
async function ailing(kind: "HEARTBEAT_LATE" | "OFFLINE_TOO_LONG", fields: object = {}) {
  const status = kind === "HEARTBEAT_LATE" ? "ONLINE" : "ERROR";
  const [id = ""] = await world.accounts(tenantId, corpId, 1, status, { lastHeartbeatAt: ago(200) });
  await inOwn(async () => {
    await world.db.tenant.account.update({
      where: { id },
      data: { version: 2, lastOnlineAt: ago(7_200), ...fields },
    });
    await world.db.tenant.accountStatusChange.create({
      data: {
        id: v7(),
        tenantId,
        accountId: id,
        at: ago(3_600),
        fromStatus: "ONLINE",
        toStatus: "ERROR",
        event: "CONNECTION_LOST",
        version: 2,
        actorKind: "SYSTEM",
        actorId: "test",
      },
    });
  });
  return id;
}

async function openAlert(accountId: string, kind: AlertKind) {
  await look(kind);
  return inOwn(async () =>
    world.db.tenant.accountAlert.findFirstOrThrow({
      where: { accountId, kind },
      orderBy: { raisedAt: "desc" },
    }),
  );
}

const actionsOf = (alertId: string) =>
  inOwn(async () =>
    world.db.tenant.accountAlertAction.findMany({ where: { alertId }, orderBy: { action: "asc" } }),
  );

const audited = async (action: string) => {
  const rows = await world.db.system("test").outboxMessage.findMany({
    where: { tenantId, subject: { endsWith: "audit.recorded.v1" } },
  });
  return rows.map(({ payload }) => payload).filter((event) => JSON.stringify(event).includes(action));
};

describe("what a rule does by itself", () => {
  test("recovers an account, once however many sweep, in the rule's name", async () => {
    await rule("OFFLINE_TOO_LONG", ["NOTIFY", "RECOVER"]);
    const id = await ailing("OFFLINE_TOO_LONG");
    const alert = await openAlert(id, "OFFLINE_TOO_LONG");

    const other = world.assembled();
    await Promise.all([world.parts, other, world.parts].map((parts) => parts.alerts.actions.sweep()));

    expect(await world.statusOf(tenantId, id)).toBe("RECOVERING");
    expect(await actionsOf(alert.id)).toMatchObject([
      { action: "NOTIFY", state: "DONE", outcome: "HANDED_OVER" },
      { action: "RECOVER", state: "DONE", outcome: "RECOVERY_STARTED", attempts: 1 },
    ]);
    const records = await audited("account.recovery-started");
    expect(records).toMatchObject([{ actor: { kind: "SYSTEM", id: "alert-rule" } }]);
  });

  test("says so when only a person with a phone can help", async () => {
    await rule("OFFLINE_TOO_LONG", ["RECOVER"]);
    const id = await ailing("OFFLINE_TOO_LONG", { status: "OFFLINE" });
    const alert = await openAlert(id, "OFFLINE_TOO_LONG");

    await world.parts.alerts.actions.sweep();

    expect(await actionsOf(alert.id)).toMatchObject([{ state: "REFUSED", outcome: "LOGIN_NEEDED" }]);
  });

  test("holds up an account's messages until the alert is over", async () => {
    await rule("HEARTBEAT_LATE", ["PAUSE_SENDING"]);
    const id = await ailing("HEARTBEAT_LATE");
    const alert = await openAlert(id, "HEARTBEAT_LATE");
    await world.parts.alerts.actions.sweep();
    const isOnline = async () =>
      (await new SendingAccounts(world.db, new AppVault(world.runtime.secrets)).find([id])).get(id)?.isOnline;

    expect(await actionsOf(alert.id)).toMatchObject([{ state: "DONE", outcome: "PAUSED" }]);
    expect(await isOnline()).toBe(false);

    await inOwn(async () =>
      world.db.tenant.accountDrive.update({
        where: { accountId: id },
        data: { lastHeartbeatAt: new Date() },
      }),
    );
    await look("HEARTBEAT_LATE");
    expect(await isOnline()).toBe(true);
  });

  test("an account that two alerts hold up sends when both are over, or when a person says so", async () => {
    await rule("HEARTBEAT_LATE", ["PAUSE_SENDING"]);
    await rule("HEALTH_SCORE_LOW", ["PAUSE_SENDING"]);
    const id = await ailing("HEARTBEAT_LATE", { healthScore: 20 });
    const first = await openAlert(id, "HEARTBEAT_LATE");
    await world.parts.alerts.actions.sweep();
    await openAlert(id, "HEALTH_SCORE_LOW");
    await world.parts.alerts.actions.sweep();
    const pause = () =>
      inOwn(async () => world.db.tenant.sendingPause.findFirst({ where: { accountId: id } }));

    await world.as(caller, (context) =>
      world.parts.alerts.service.resolve(context, { alertId: first.id, reason: "known" }),
    );
    expect(await pause()).toMatchObject({ kind: "HEALTH_SCORE_LOW" });
    await world.as(caller, (context) => world.parts.alerts.service.resumeSending(context, id));

    expect(await pause()).toBeNull();
    expect(await audited("account.sending-resumed")).toHaveLength(1);
  });

  test("gives messages that routing chose it for to an account that can send, and no others", async () => {
    await rule("HEARTBEAT_LATE", ["SWITCH_ACCOUNT"]);
    const id = await ailing("HEARTBEAT_LATE");
    const [well = ""] = await world.accounts(tenantId, corpId, 1, "ONLINE");
    await inOwn(async () => {
      for (const accountId of [id, well])
        await world.db.tenant.accountApp.create({
          data: {
            accountId,
            tenantId,
            agentId: 1,
            secretSealed: "x",
            memberLimit: 100,
            updatedAt: new Date(),
          },
        });
      await world.db.tenant.$executeRaw`
        INSERT INTO wework_message_records (id, created_at, tenant_id, account_id, is_routed, lane, type, recipient_kind, recipient,
          content, content_hash, status, queued_at, due_at, maybe_sent)
        SELECT gen_random_uuid(), now(), ${tenantId}::uuid, ${id}::uuid, n <= 30, 'BULK', 'TEXT', 'MEMBER', 'm' || n, '{}', 'x', 'QUEUED',
          now(), now() + interval '1 hour', n <= 10 FROM generate_series(1, 40) AS n`;
    });
    const alert = await openAlert(id, "HEARTBEAT_LATE");

    await world.parts.alerts.actions.sweep();

    const count = (accountId: string) =>
      inOwn(async () => world.db.tenant.message.count({ where: { accountId } }));
    expect(await actionsOf(alert.id)).toMatchObject([{ state: "DONE", outcome: "MOVED", affected: 20 }]);
    expect([await count(id), await count(well)]).toEqual([20, 20]);
    const usage = await inOwn(async () =>
      world.db.tenant.messageUsage.findMany({ where: { accountId: well } }),
    );
    expect(usage.reduce((sum, { promised }) => sum + promised, 0)).toBe(20);
  });
});

describe("people and alerts", () => {
  test("acknowledging is noted once, told once, and undone by nobody", async () => {
    const id = await ailing("HEARTBEAT_LATE");
    const { id: alertId } = await openAlert(id, "HEARTBEAT_LATE");
    const { service, reader } = world.parts.alerts;
    const acknowledge = (note: string) =>
      world.as(caller, (context) => service.acknowledge(context, { alertIds: [alertId], note }));

    await acknowledge("on it");
    await acknowledge("me too");

    const alert = await world.as(world.caller(tenantId), (context) => reader.find(context, alertId));
    expect(alert).toMatchObject({
      state: "ACKNOWLEDGED",
      acknowledgeNote: "on it",
      acknowledgedById: caller.principal.id,
    });
    expect(await audited("account-alert.acknowledged")).toHaveLength(1);
    const page = await world.as(world.caller(tenantId), async () =>
      reader.entries(alert ?? expect.fail(), {}),
    );
    expect(page.nodes.map(({ type }) => type)).toEqual(["RAISED", "ACKNOWLEDGED"]);
  });

  test("whoever may not see an account knows nothing of its alerts, and staff only of their own", async () => {
    const mine = v7();
    const id = await ailing("HEARTBEAT_LATE", { ownerUserId: mine });
    const other = await ailing("HEARTBEAT_LATE");
    const alert = await openAlert(id, "HEARTBEAT_LATE");
    const foreign = await openAlert(other, "HEARTBEAT_LATE");
    const staff = world.caller(tenantId, {
      id: mine,
      scope: "BOUND",
      permissions: ["alert:read", "account:read"],
    });
    const stranger = world.caller(v7());
    const { reader, service } = world.parts.alerts;

    const seen = await world.as(staff, (context) => reader.page(context, {}, {}));
    expect(seen.nodes.map((each) => each.id)).toEqual([alert.id]);
    const summary = await world.as(staff, (context) => reader.summary(context, {}));
    expect(summary.counts.reduce((sum, { count }) => sum + count, 0)).toBe(1);
    expect(await world.as(stranger, (context) => reader.find(context, alert.id))).toBeNull();
    await expect(
      world.as(stranger, (context) => service.acknowledge(context, { alertIds: [alert.id] })),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      world.as(staff, (context) => service.acknowledge(context, { alertIds: [foreign.id] })),
    ).rejects.toMatchObject({ code: "NOT_FOUND" });
    await expect(
      world.as(staff, (context) => service.acknowledge(context, { alertIds: [alert.id] })),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("what is over cannot be ended again", async () => {
    const id = await ailing("HEARTBEAT_LATE");
    const { id: alertId } = await openAlert(id, "HEARTBEAT_LATE");
    const end = () =>
      world.as(caller, (context) => world.parts.alerts.service.resolve(context, { alertId, reason: "done" }));
    await end();

    await expect(end()).rejects.toMatchObject({ code: "CONFLICT", reason: "ALERT_RESOLVED" });
  });

  test("a thousand open alerts are paged through without losing or repeating one", async () => {
    const ids = await world.accounts(tenantId, corpId, 450, "ONLINE", { lastHeartbeatAt: ago(200) });
    await inOwn(async () => world.db.tenant.account.updateMany({ data: { lastOnlineAt: ago(7_200) } }));
    await look("HEARTBEAT_LATE");
    const seen: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const page = await world.as(caller, (context) =>
        world.parts.alerts.reader.page(context, { states: ["OPEN"] }, { first: 200, after }),
      );
      seen.push(...page.nodes.map(({ accountId }) => accountId));
      after = page.pageInfo.endCursor;
      more = page.pageInfo.hasNextPage;
    }

    expect(seen).toHaveLength(ids.length);
    expect(new Set(seen)).toEqual(new Set(ids));
  });
});

describe("rules", () => {
  const given = {
    ...alertKindTable.HEARTBEAT_LATE.rule,
    kind: "HEARTBEAT_LATE",
    autoActions: [] as AlertAction[],
  } as const;

  test("are built in, the tenant's or the account's own, and reset one step at a time", async () => {
    const { rules } = world.parts.alerts;
    const [id = ""] = await world.accounts(tenantId, corpId, 1, "ONLINE");
    const of = (accountId: string | null) =>
      world.as(caller, async (context) =>
        (await rules.list(context, accountId)).find(({ kind }) => kind === given.kind),
      );
    await world.as(caller, async (context) => {
      await rules.set(context, { ...given, threshold: 120 });
      await rules.set(context, { ...given, threshold: 240, accountId: id });
    });

    expect(await of(id)).toMatchObject({
      source: "ACCOUNT",
      values: { threshold: 240 },
      inherited: { threshold: 120 },
    });
    expect(await of(null)).toMatchObject({
      source: "TENANT",
      version: 1,
      accountRules: 1,
      inherited: { threshold: 90 },
    });

    await world.as(caller, (context) => rules.reset(context, given.kind, id));
    expect(await of(id)).toMatchObject({ source: "TENANT", values: { threshold: 120 } });
    await world.as(caller, (context) => rules.reset(context, given.kind, null));
    expect(await of(id)).toMatchObject({ source: "BUILT_IN", values: { threshold: 90 }, version: 0 });
    expect(await audited("alert-rule.")).toHaveLength(4);
  });

  test("of two people who change one at once, one is told", async () => {
    const { rules } = world.parts.alerts;
    const set = (threshold: number) =>
      world.as(caller, (context) => rules.set(context, { ...given, threshold, expectedVersion: 0 }));

    const results = await Promise.allSettled([set(100), set(200)]);

    expect(results.filter(({ status }) => status === "rejected")).toMatchObject([
      { reason: { code: "CONFLICT", reason: "ALERT_RULE_STALE" } },
    ]);
  });

  test("of the tenant are not for those who see only their own accounts", async () => {
    const staff = world.caller(tenantId, {
      scope: "BOUND",
      permissions: ["alert-rule:manage", "alert:read"],
    });

    await expect(
      world.as(staff, (context) => world.parts.alerts.rules.set(context, { ...given })),
    ).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test("can be tried out: the accounts they would raise alerts for now, and nothing is raised", async () => {
    const id = await ailing("HEARTBEAT_LATE");
    await world.accounts(tenantId, corpId, 3, "ONLINE", { lastHeartbeatAt: ago(60) });
    await inOwn(async () => world.db.tenant.account.updateMany({ data: { lastOnlineAt: ago(7_200) } }));
    const { rules, reader } = world.parts.alerts;
    const preview = (threshold: number) =>
      world.as(caller, (context) => rules.preview(context, { ...given, threshold }));

    expect(await preview(100)).toMatchObject({
      total: 1,
      measured: 4,
      matches: [{ accountId: id, severity: "WARNING" }],
    });
    expect(await preview(30)).toMatchObject({ total: 4, measured: 4 });
    expect(await preview(3_600)).toMatchObject({ total: 0, measured: 4, matches: [] });
    expect((await world.as(caller, (context) => reader.page(context, {}, {}))).nodes).toEqual([]);
  });
});
