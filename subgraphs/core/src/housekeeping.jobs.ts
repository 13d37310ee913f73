import type { ScheduledJob } from "@wegraph/kit/scheduledJob";
import type { CoreDatabase } from "./database.ts";

const purpose = "housekeeping";

const day = 24 * 60 * 60_000;
/** Longer than an address stays known after its last success (30 days). */
const attemptsKeptMs = 90 * day;
/** What a device list may look back on. */
const sessionsKeptMs = 90 * day;
/** A client that repeats a request does so within hours. */
const idempotencyKeptMs = 2 * day;
/** What was sent to webhooks can be looked up and replayed for this month and so many before it: 30 days at least. */
const deliveryMonthsKept = 1;
/** Longer than an event can come again: out of the stream (3 days) or the dead letters (30 days). */
const processedKeptMs = 40 * day;
/** A month missed by every run of a quarter would be needed before there is no partition to write to. */
const partitionMonthsAhead = 3;

/** Keeps core's tables from growing for ever, and partitions ahead of time. */
export function housekeepingJobs(db: CoreDatabase, clock: () => Date): readonly ScheduledJob[] {
  const before = (keptMs: number) => ({ lt: new Date(clock().getTime() - keptMs) });
  return [
    {
      name: "core-partition-maintenance",
      cron: "10 2 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "核心库分区维护", en: "Partitions of core" },
      maxRunMs: 10 * 60_000,
      async run() {
        const system = db.system(purpose);
        await system.$executeRaw`SELECT wegraph_ensure_partitions(${partitionMonthsAhead}::int)`;
        const dropped = await system.$queryRaw<{ name: string }[]>`
          SELECT wegraph_drop_partitions('saas_webhook_deliveries', ${deliveryMonthsKept}::int) AS name`;
        return `Partitions are there for ${partitionMonthsAhead} months ahead; ${dropped.length} dropped.`;
      },
    },
    {
      name: "session-clean-up",
      cron: "25 * * * *",
      misfire: "RUN_ONCE",
      title: { zh: "会话清理", en: "Session clean-up" },
      maxRunMs: 10 * 60_000,
      async run() {
        const { count } = await db
          .system(purpose)
          .session.deleteMany({ where: { expiresAt: before(sessionsKeptMs) } });
        return `${count} sessions removed that had ended long ago.`;
      },
    },
    {
      name: "log-retention",
      cron: "40 2 * * *",
      misfire: "RUN_ONCE",
      title: { zh: "日志保留", en: "Log retention" },
      maxRunMs: 30 * 60_000,
      async run() {
        const system = db.system(purpose);
        const attempts = await system.loginAttempt.deleteMany({ where: { at: before(attemptsKeptMs) } });
        const keys = await system.idempotencyKey.deleteMany({
          where: { createdAt: before(idempotencyKeptMs) },
        });
        const events = await system.processedEvent.deleteMany({ where: { at: before(processedKeptMs) } });
        return `Removed ${attempts.count} sign-in attempts, ${keys.count} idempotency keys, ${events.count} marks of events.`;
      },
    },
  ];
}
