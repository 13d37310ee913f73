import { inTenant } from "@wegraph/database/scope";
import { v7 } from "uuid";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { RequestContext } from "@wegraph/kit/context";
import { dayName } from "../message/acceptance/plan.rules.ts";
import { emptyHistogram, bucketOf } from "../message/stats/latency.rules.ts";
import { openWorld } from "../testing/world.ts";
import type { World } from "../testing/world.ts";
import type { AlertKind } from "./alert.codes.ts";

let world: World;
let tenantId: string;
let caller: RequestContext;
let corpId: string;
/** What the domain takes for now; each test moves it. */
let now = new Date();
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1_000);
const later = (seconds: number) => {
  now = new Date(now.getTime() + seconds * 1_000);
};

beforeAll(async () => {
  world = await openWorld({ clock: () => now });
  await world.parts.alerts.keeper.seed();
});
afterAll(() => world?.close());
beforeEach(async () => {
  now = new Date();
  tenantId = v7();
  caller = world.caller(tenantId);
  corpId = await world.corp(caller, "https://provider.example", "secret");
});

/** Looks at a kind now, whenever it is due. */
const look = (kind: AlertKind, parts = world.parts) =>
  parts.alerts.evaluator.evaluate(kind, new Date(Date.now() + 60_000));

const alertsOf = (accountId: string) =>
  inTenant(tenantId, async () =>
    world.db.tenant.accountAlert.findMany({ where: { accountId }, orderBy: { raisedAt: "asc" } }),
  );

async function account(status: "ONLINE" | "OFFLINE" | "ERROR" | "CREATED", fields: object = {}, drive = {}) {
  const [id = ""] = await world.accounts(tenantId, corpId, 1, status, drive);
  await inTenant(tenantId, async () => world.db.tenant.account.update({ where: { id }, data: fields }));
  return id;
}

async function change(
  accountId: string,
  given: { event: string; to: string; at: Date; from?: string; reason?: string },
) {
  const { event, to: toStatus, from: fromStatus = null, at, reason = null } = given;
  await inTenant(tenantId, async () => {
    const version = (await world.db.tenant.accountStatusChange.count({ where: { accountId } })) + 2;
    await world.db.tenant.accountStatusChange.create({
      data: {
        id: v7(),
        tenantId,
        accountId,
        at,
        fromStatus,
        toStatus,
        event,
        reason,
        version,
        actorKind: "SYSTEM",
        actorId: "test",
      },
    });
  });
}

/** An application that this account sends with. */
const app = (accountId: string, fields: object = {}) =>
  inTenant(tenantId, async () =>
    world.db.tenant.accountApp.create({
      data: {
        accountId,
        tenantId,
        agentId: 1,
        secretSealed: "sealed",
        memberLimit: 1,
        updatedAt: now,
        ...fields,
      },
    }),
  );

const stats = (accountId: string, sums: { sent: number; failed: number; latency?: number[] }) =>
  inTenant(tenantId, async () =>
    world.db.tenant.messageStat.create({
      data: {
        tenantId,
        accountId,
        type: "TEXT",
        hour: new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000),
        latency: emptyHistogram(),
        ...sums,
      },
    }),
  );

async function offline(seconds: number, reason = "kicked"): Promise<string> {
  const id = await account("OFFLINE", { lastOnlineAt: ago(seconds + 60), statusReason: reason });
  await change(id, { event: "SESSION_ENDED", from: "ONLINE", to: "OFFLINE", reason, at: ago(seconds) });
  return id;
}

describe("each kind is found in what really happened", () => {
  test.each<[AlertKind, () => Promise<string>, number]>([
    ["OFFLINE_TOO_LONG", () => offline(900), 15],
    [
      "LOGIN_FAILED",
      async () => {
        const id = await account("OFFLINE");
        await change(id, { event: "LOGIN_FAILED", to: "OFFLINE", reason: "code_wrong", at: ago(60) });
        await change(id, { event: "LOGIN_FAILED", to: "OFFLINE", reason: "code_wrong", at: ago(30) });
        return id;
      },
      2,
    ],
    [
      "QR_EXPIRED",
      async () => {
        const id = await account("OFFLINE");
        await change(id, { event: "LOGIN_EXPIRED", to: "OFFLINE", reason: "qr_expired", at: ago(60) });
        return id;
      },
      1,
    ],
    [
      "RECOVERY_FAILED",
      () => account("OFFLINE", { lastOnlineAt: ago(600), recoverySince: ago(400), recoveryAttempts: 4 }),
      4,
    ],
    [
      "HEARTBEAT_LATE",
      () => account("ONLINE", { lastOnlineAt: ago(600) }, { lastHeartbeatAt: ago(120) }),
      120,
    ],
    [
      "SEND_LATENCY_HIGH",
      async () => {
        const id = await account("ONLINE");
        const latency = emptyHistogram();
        latency[bucketOf(100)] = 10;
        latency[bucketOf(100_000)] = 20;
        await stats(id, { sent: 30, failed: 0, latency });
        return id;
      },
      120,
    ],
    [
      "QUEUE_BACKLOG",
      async () => {
        const id = await account("ONLINE");
        await inTenant(
          tenantId,
          async () =>
            world.db.tenant.$executeRaw`
            INSERT INTO wework_message_records (id, created_at, tenant_id, account_id, is_routed, lane, type, recipient_kind, recipient,
              content, content_hash, status, queued_at, due_at)
            SELECT gen_random_uuid(), now(), ${tenantId}::uuid, ${id}::uuid, true, 'BULK', 'TEXT', 'MEMBER', 'm' || n, '{}', 'x', 'QUEUED',
              now(), now() + interval '1 hour' FROM generate_series(1, 1200) AS n`,
        );
        return id;
      },
      1_200,
    ],
    [
      "DAILY_QUOTA_NEAR",
      async () => {
        const id = await account("ONLINE");
        await app(id, { memberLimit: 10 });
        await inTenant(tenantId, async () =>
          world.db.tenant.messageUsage.create({
            data: { tenantId, accountId: id, day: new Date(dayName(now, 0)), promised: 1_800 },
          }),
        );
        return id;
      },
      90,
    ],
    [
      "CALLBACK_LATE",
      async () => {
        const id = await account("ONLINE", {}, { callbackDelayMs: 45_000 });
        await inTenant(tenantId, async () =>
          world.db.tenant.accountStatusChange.create({
            data: {
              id: v7(),
              tenantId,
              accountId: id,
              at: ago(60),
              toStatus: "ONLINE",
              event: "CONFIRMED",
              version: 2,
              actorKind: "PROVIDER",
              actorId: "instance",
            },
          }),
        );
        return id;
      },
      45,
    ],
    [
      "CALLBACK_SIGNATURE_FAILURES",
      async () => {
        const id = await account("ONLINE");
        const hour = new Date(Math.floor(now.getTime() / 3_600_000) * 3_600_000);
        await inTenant(tenantId, async () =>
          world.db.system("test").callbackRefusalStat.create({
            data: { tenantId, accountId: id, hour, reason: "SIGNATURE", count: 7 },
          }),
        );
        return id;
      },
      7,
    ],
    [
      "CONTACT_SYNC_FAILED",
      async () => {
        const id = await account("ONLINE");
        await inTenant(tenantId, async () =>
          world.db.tenant.contactSyncRun.create({
            data: {
              id: v7(),
              tenantId,
              corpId,
              accountId: id,
              kind: "FULL",
              cause: "SCHEDULE",
              status: "FAILED",
              phase: "CONTACTS",
              cursor: {},
              failures: [],
              errorCode: "WECOM_84061",
              createdAt: ago(60),
              finishedAt: ago(30),
            },
          }),
        );
        return id;
      },
      1,
    ],
    [
      "CREDENTIAL_EXPIRING",
      async () => {
        const id = await account("ONLINE");
        await app(id, { secretEndsAt: new Date(now.getTime() + 7 * 86_400_000) });
        return id;
      },
      7,
    ],
  ])("%s", async (kind, happen, value) => {
    const id = await happen();

    await look(kind);
    later(600);
    // What has a duration is waited on first; what has none is open already.
    if ((await alertsOf(id)).length === 0) await look(kind);

    const [alert] = await alertsOf(id);
    expect(alert).toMatchObject({ kind, state: "OPEN", accountId: id, ruleSource: "BUILT_IN" });
    expect(alert?.value).toBeGreaterThanOrEqual(value * 0.99);
    expect(alert?.value).toBeLessThanOrEqual(value * 1.35);
  });

  test("SEND_FAILURE_RATE_HIGH, and only from twenty messages on", async () => {
    const [many, few] = [await account("ONLINE"), await account("ONLINE")];
    await stats(many, { sent: 15, failed: 10 });
    await stats(few, { sent: 1, failed: 9 });

    await look("SEND_FAILURE_RATE_HIGH");
    later(60);
    await look("SEND_FAILURE_RATE_HIGH");

    expect(await alertsOf(many)).toMatchObject([{ value: 40, severity: "WARNING" }]);
    expect(await alertsOf(few)).toEqual([]);
  });

  test("HEALTH_SCORE_LOW, and not of an account that was never online", async () => {
    const used = await account("ONLINE", { lastOnlineAt: ago(600), healthScore: 25 });
    const fresh = await account("CREATED", { healthScore: 25 });

    await look("HEALTH_SCORE_LOW");
    later(300);
    await look("HEALTH_SCORE_LOW");

    expect(await alertsOf(used)).toMatchObject([{ value: 25, severity: "CRITICAL" }]);
    expect(await alertsOf(fresh)).toEqual([]);
  });

  test("FREQUENCY_LIMITED, counted by the minute however many messages it meets", async () => {
    const id = await account("ONLINE");
    const { signals } = world.parts.alerts;
    for (let n = 0; n < 50; n += 1) signals.note(tenantId, id, "FREQUENCY_LIMITED");
    await signals.stop();
    await look("FREQUENCY_LIMITED");
    expect(await alertsOf(id)).toEqual([]);

    later(60);
    signals.note(tenantId, id, "FREQUENCY_LIMITED");
    await signals.stop();
    await look("FREQUENCY_LIMITED");

    expect(await alertsOf(id)).toMatchObject([{ value: 2, detail: { refusals: 51 } }]);
  });
});

test("whoever was logged out by a person is not missed", async () => {
  const id = await offline(3_600, "logged_out");

  await look("OFFLINE_TOO_LONG");

  expect(await alertsOf(id)).toEqual([]);
});

test("a secret that WeCom refuses has ended, whatever somebody said", async () => {
  const id = await account("ONLINE");
  await app(id, {
    probeErrcode: 40_001,
    probedAt: now,
    secretEndsAt: new Date(now.getTime() + 90 * 86_400_000),
  });

  await look("CREDENTIAL_EXPIRING");

  expect(await alertsOf(id)).toMatchObject([{ value: 0, severity: "CRITICAL" }]);
});

test("two evaluators at once raise one alert, and tell of one", async () => {
  const ids = await Promise.all(Array.from({ length: 20 }, () => offline(900)));
  const other = world.assembled();

  const looks = await Promise.all(
    Array.from({ length: 6 }, (_, i) => look("OFFLINE_TOO_LONG", i % 2 === 0 ? world.parts : other)),
  );

  for (const id of ids) expect(await alertsOf(id)).toHaveLength(1);
  expect(looks.reduce((sum, each) => sum + (each?.raised ?? 0), 0)).toBeGreaterThanOrEqual(20);
  const told = await world.db.system("test").outboxMessage.count({
    where: { tenantId, subject: { endsWith: "account-alert.raised.v1" } },
  });
  expect(told).toBe(20);
});

test("what one process has looked at no other looks at again before it is due", async () => {
  const { evaluator } = world.parts.alerts;
  await look("QR_EXPIRED");

  expect(await evaluator.evaluate("QR_EXPIRED", "DUE")).toBeNull();
  expect(
    await world.assembled().alerts.evaluator.evaluate("QR_EXPIRED", new Date(Date.now() - 60_000)),
  ).toBeNull();
});

test("a restart goes on waiting where the process before it was", async () => {
  const id = await account("ONLINE", { lastOnlineAt: ago(600), healthScore: 25 });
  await look("HEALTH_SCORE_LOW");

  later(299);
  await look("HEALTH_SCORE_LOW", world.assembled());
  expect(await alertsOf(id)).toEqual([]);
  later(1);
  await look("HEALTH_SCORE_LOW", world.assembled());

  const [alert] = await alertsOf(id);
  expect(alert && now.getTime() - alert.since.getTime()).toBe(300_000);
});

describe("an alert that is open", () => {
  const set = (id: string, healthScore: number) =>
    inTenant(tenantId, async () => world.db.tenant.account.update({ where: { id }, data: { healthScore } }));

  async function opened(): Promise<string> {
    const id = await account("ONLINE", { lastOnlineAt: ago(3_600), healthScore: 50 });
    await look("HEALTH_SCORE_LOW");
    later(300);
    await look("HEALTH_SCORE_LOW");
    expect(await alertsOf(id)).toHaveLength(1);
    return id;
  }

  test("is kept up to date, becomes worse, and remembers its worst", async () => {
    const id = await opened();

    await set(id, 20);
    later(30);
    await look("HEALTH_SCORE_LOW");
    await set(id, 40);
    later(30);
    await look("HEALTH_SCORE_LOW");

    expect(await alertsOf(id)).toMatchObject([{ value: 40, peak: 20, severity: "CRITICAL", count: 3 }]);
  });

  test("is over by itself when it is good for a while, and not before", async () => {
    const id = await opened();

    await set(id, 90);
    later(30);
    await look("HEALTH_SCORE_LOW");
    expect(await alertsOf(id)).toMatchObject([{ state: "OPEN", clearingSince: now }]);
    await set(id, 50);
    later(30);
    await look("HEALTH_SCORE_LOW");
    expect(await alertsOf(id)).toMatchObject([{ state: "OPEN", clearingSince: null }]);
    await set(id, 90);
    later(30);
    await look("HEALTH_SCORE_LOW");
    later(60);
    await look("HEALTH_SCORE_LOW");

    expect(await alertsOf(id)).toMatchObject([{ state: "RESOLVED", resolution: "CAUSE_GONE", peak: 50 }]);
  });

  test("comes back as a new one, five minutes later at the earliest", async () => {
    const id = await offline(900);
    await look("OFFLINE_TOO_LONG");
    const [first] = await alertsOf(id);
    await world.as(caller, (context) =>
      world.parts.alerts.service.resolve(context, { alertId: first?.id ?? "", reason: "looked at" }),
    );

    later(299);
    await look("OFFLINE_TOO_LONG");
    expect(await alertsOf(id)).toMatchObject([{ state: "RESOLVED", resolution: "BY_HAND" }]);
    later(1);
    await look("OFFLINE_TOO_LONG");

    expect(await alertsOf(id)).toMatchObject([{ state: "RESOLVED" }, { state: "OPEN" }]);
  });

  test("ends with its account", async () => {
    const id = await offline(900);
    await look("OFFLINE_TOO_LONG");
    await inTenant(tenantId, async () => world.db.tenant.account.delete({ where: { id } }));

    await look("OFFLINE_TOO_LONG");

    expect(await alertsOf(id)).toMatchObject([{ state: "RESOLVED", resolution: "ACCOUNT_DELETED" }]);
  });

  test("ends with its rule, and the account's rule goes before the tenant's", async () => {
    const [strict, lax] = [await offline(400), await offline(400)];
    const { rules } = world.parts.alerts;
    const rule = {
      kind: "OFFLINE_TOO_LONG",
      enabled: true,
      threshold: 5,
      durationSeconds: 0,
      severity: "INFO",
      autoActions: [],
    } as const;
    await world.as(caller, async (context) => {
      await rules.set(context, { ...rule, autoActions: [] });
      await rules.set(context, { ...rule, autoActions: [], accountId: lax, threshold: 60 });
    });
    await look("OFFLINE_TOO_LONG");
    expect(await alertsOf(strict)).toMatchObject([
      { severity: "INFO", ruleSource: "TENANT", ruleVersion: 1 },
    ]);
    expect(await alertsOf(lax)).toEqual([]);

    await world.as(caller, (context) => rules.set(context, { ...rule, autoActions: [], enabled: false }));
    await look("OFFLINE_TOO_LONG");

    expect(await alertsOf(strict)).toMatchObject([{ state: "RESOLVED", resolution: "RULE_DISABLED" }]);
  });
});
