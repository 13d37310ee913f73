import type { Logger } from "@wegraph/kit/log";
import type { CoreDatabase } from "./database.ts";
import type { CatalogueService } from "./role/catalogue.service.ts";

const purpose = "housekeeping";

const catalogueEveryMs = 30_000;
const tidyEveryMs = 6 * 60 * 60_000;

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

/** Keeps the tables from growing for ever, and partitions ahead of time. Doing it twice, or in two processes, does no harm. */
export class Housekeeping {
  private timers: NodeJS.Timeout[] = [];

  constructor(
    private readonly db: CoreDatabase,
    private readonly catalogue: CatalogueService,
    private readonly log: Logger,
    private readonly clock: () => Date,
  ) {}

  /** The partitions first: nothing can be recorded without them. */
  async start(): Promise<void> {
    await this.ensurePartitions();
    this.every(catalogueEveryMs, "permission catalogue not read", () => this.catalogue.reload());
    this.every(tidyEveryMs, "housekeeping failed", () => this.tidy());
  }

  stop(): void {
    for (const timer of this.timers) clearInterval(timer);
    this.timers = [];
  }

  async tidy(): Promise<void> {
    await this.ensurePartitions();
    const before = (keptMs: number) => new Date(this.clock().getTime() - keptMs);
    const system = this.db.system(purpose);
    await system.loginAttempt.deleteMany({ where: { at: { lt: before(attemptsKeptMs) } } });
    await system.session.deleteMany({ where: { expiresAt: { lt: before(sessionsKeptMs) } } });
    await system.idempotencyKey.deleteMany({ where: { createdAt: { lt: before(idempotencyKeptMs) } } });
    await system.$executeRaw`SELECT wegraph_drop_partitions('saas_webhook_deliveries', ${deliveryMonthsKept}::int)`;
    await system.processedEvent.deleteMany({ where: { at: { lt: before(processedKeptMs) } } });
  }

  private async ensurePartitions(): Promise<void> {
    await this.db.system(purpose).$executeRaw`SELECT wegraph_ensure_partitions(3)`;
  }

  private every(ms: number, complaint: string, work: () => Promise<void>): void {
    const timer = setInterval(() => {
      work().catch((err: unknown) => this.log.warn({ err }, complaint));
    }, ms);
    timer.unref();
    this.timers.push(timer);
  }
}
