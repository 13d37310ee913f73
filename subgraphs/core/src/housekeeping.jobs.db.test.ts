import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { housekeepingJobs } from "./housekeeping.jobs.ts";
import { alertJobs, alertMonthsKept } from "./system-alert/alert.jobs.ts";
import { recordAlerts } from "./system-alert/alert.record.ts";
import { someAlert } from "./testing/someAlerting.ts";
import { openTestCore } from "./testing/testCore.ts";
import type { TestCore } from "./testing/testCore.ts";

let core: TestCore;

beforeAll(async () => {
  core = await openTestCore();
  await core.given.platform();
});
afterAll(() => core?.close());

const runOf = (id: string) => ({
  id,
  scheduledFor: core.clock(),
  signal: new AbortController().signal,
  progress: () => undefined,
});

test("what is old enough goes, what still matters stays", async () => {
  const { tenant, admin } = await core.given.tenant();
  const system = core.db.system("test");
  const day = 24 * 60 * 60_000;
  const ago = (days: number) => new Date(core.clock().getTime() - days * day);
  const attempt = { accountKey: "k", address: "a", addressKey: "a", outcome: "SUCCEEDED" as const };
  const [old, young] = [v7(), v7()];
  await system.loginAttempt.createMany({
    data: [
      { ...attempt, id: old, at: ago(91) },
      { ...attempt, id: young, at: ago(31) },
    ],
  });
  await system.processedEvent.createMany({
    data: [
      { consumer: "c", eventId: old, at: ago(41) },
      { consumer: "c", eventId: young, at: ago(31) },
    ],
  });
  await system.idempotencyKey.create({
    data: { tenantId: tenant.id, scope: "s", key: "k", inputHash: "h", createdAt: ago(3) },
  });

  for (const job of housekeepingJobs(core.db, core.clock))
    expect(await job.run(runOf(job.name))).toMatch(/\d/);

  expect(await system.loginAttempt.count({ where: { id: { in: [old, young] } } })).toBe(1);
  expect(
    await system.processedEvent.findMany({ where: { consumer: "c" }, select: { eventId: true } }),
  ).toEqual([{ eventId: young }]);
  expect(await system.idempotencyKey.count()).toBe(0);
  expect(await core.recognise(admin.accessToken)).not.toBeNull();
});

test("alerts go by whole months with what happened to them, but never one that lasts", async () => {
  const { admin } = await core.given.tenant();
  const { app, system } = core.opened;
  const client = core.db.system("test");
  const now = core.clock();
  const monthsAgo = (months: number) =>
    new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months, 15));
  const raised = async (months: number, state: "FIRING" | "RESOLVED") => {
    const at = monthsAgo(months);
    await system.query("SELECT wegraph_ensure_partition('saas_unified_alerts', $1)", [at]);
    const key = `${months} ${state}`;
    const ended = state === "RESOLVED" ? ({ resolvedAt: at, resolution: "BY_HAND" } as const) : {};
    const alert = await someAlert(core, admin, { key, state, since: at, raisedAt: at, ...ended });
    await client.$transaction((tx) => recordAlerts(tx, [{ alert, change: "RAISED" }], at));
    return alert.id;
  };
  const gone = await raised(alertMonthsKept + 2, "RESOLVED");
  const beside = await raised(alertMonthsKept + 1, "RESOLVED");
  const lasting = await raised(alertMonthsKept + 1, "FIRING");
  const young = await raised(alertMonthsKept, "RESOLVED");
  const [job] = alertJobs(core.db, core.clock);

  expect(await job?.run(runOf("alert-retention"))).toBe(
    "1 months of alerts dropped, 1 entries of what happened to them removed.",
  );

  const kept = [beside, lasting, young].toSorted();
  const ids = { in: [gone, ...kept] };
  const alerts = await client.systemAlert.findMany({ where: { id: ids }, select: { id: true } });
  expect(alerts.map(({ id }) => id).toSorted()).toEqual(kept);
  const entries = await client.systemAlertEntry.findMany({
    where: { alertId: ids },
    select: { alertId: true },
  });
  expect(entries.map(({ alertId }) => alertId).toSorted()).toEqual(kept);
  await expect(app.query("SELECT wegraph_drop_partitions('saas_unified_alerts', 1)")).rejects.toMatchObject({
    code: "42501",
  });
});
