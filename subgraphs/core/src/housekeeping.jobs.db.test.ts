import { v7 } from "uuid";
import { afterAll, beforeAll, expect, test } from "vitest";
import { housekeepingJobs } from "./housekeeping.jobs.ts";
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
