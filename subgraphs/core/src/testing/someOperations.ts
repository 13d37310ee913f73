import { v7 } from "uuid";
import type { Person, TestCore } from "./testCore.ts";

/** A bill and an agreed quota of the person's tenant; a run and a process of the platform's. */
export async function someOperations(core: TestCore, { principal: { tenantId } }: Person) {
  const system = core.db.system("test");
  const now = core.clock();
  const [billId, runId, processId] = [v7(), v7(), v7()];
  await system.bill.create({
    data: {
      id: billId,
      tenantId,
      period: "2026-09",
      periodStart: new Date("2026-08-31T16:00:00Z"),
      periodEnd: new Date("2026-09-30T16:00:00Z"),
      timeZone: "Asia/Shanghai",
      plan: "STANDARD",
      currency: "CNY",
      planFee: 100_00,
      overage: 0,
      total: 100_00,
      lines: [],
      closedAt: now,
    },
  });
  await system.tenantQuota.create({
    data: {
      tenantId,
      dimension: "ACCOUNTS",
      limit: 7,
      thresholdPercent: 80,
      policy: "BLOCK",
      note: "theirs",
      updatedAt: now,
    },
  });
  await system.scheduledJob.create({
    data: {
      name: "theirs",
      host: "core",
      titleZh: "Theirs",
      titleEn: "Theirs",
      declaredCron: "0 3 * * *",
      declaredZone: "Asia/Shanghai",
      misfire: "RUN_ONCE",
      maxRunMs: 60_000,
      createdAt: now,
      updatedAt: now,
    },
  });
  await system.jobRun.create({
    data: {
      id: runId,
      jobName: "theirs",
      cause: "BY_HAND",
      scheduledFor: now,
      status: "QUEUED",
      createdAt: now,
      dueAt: now,
    },
  });
  await system.healthComponent.create({
    data: {
      id: processId,
      service: "core",
      instance: "theirs",
      part: "",
      isCritical: true,
      version: "1",
      startedAt: now,
      status: "DOWN",
      since: now,
      lastBeatAt: new Date(now.getTime() - 120_000),
    },
  });
  return { billId, runId, processId };
}
