import type { EventFeed } from "@wegraph/kit/feed";
import { everyTenant } from "@wegraph/kit/feed";
import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import { accountStatusChanged } from "../account/account.events.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { AccountSignals } from "./accountSignals.ts";
import type { AlertActions } from "./alert.actions.ts";
import { alertKinds } from "./alert.codes.ts";
import type { AlertEvaluator } from "./alert.evaluator.ts";
import { alertKindTable } from "./alert.kinds.ts";

const purpose = "account-alerts";
const tickMs = 1_000;
/** Changes of state that come together are looked at together. */
const settleMs = 250;
const tidyEveryMs = 6 * 60 * 60_000;
const monthsKept = 13;

const ofStatus = alertKinds.filter((kind) => alertKindTable[kind].followsStatus);

/**
 * Keeps alerts true: looks at each kind when it is due, at once at those that a change of state may concern, and does what
 * rules want done. Every process runs one; they share the work by the schedule's rows.
 */
export class AlertKeeper {
  private timer: NodeJS.Timeout | undefined;
  private readonly tidying: Repeating<void>;
  private running: Promise<void> = Promise.resolve();
  private isStopped = false;
  /** A change of state that has not been looked at yet. */
  private changedAt: Date | null = null;
  private follower: { return(): Promise<unknown> } | undefined;

  constructor(
    private readonly parts: {
      db: WecomDatabase;
      feed: EventFeed;
      evaluator: AlertEvaluator;
      actions: AlertActions;
      signals: AccountSignals;
      log: Logger;
    },
  ) {
    this.tidying = new Repeating({
      work: () => this.tidy(),
      everyMs: tidyEveryMs,
      firstAfterMs: tidyEveryMs,
      complaint: "old alerts not removed",
      log: parts.log,
    });
  }

  async start(): Promise<void> {
    await this.seed();
    this.follow();
    this.plan(0);
    this.tidying.start();
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    clearTimeout(this.timer);
    await this.tidying.stop();
    await this.follower?.return();
    await this.running;
    await this.parts.signals.stop();
  }

  /** Every kind has its place in the schedule; a new kind is due at once. */
  async seed(): Promise<void> {
    await this.parts.db.system(purpose).$executeRaw`
      INSERT INTO wegraph_account_alert_schedule (kind, due_at)
      SELECT k, now() FROM unnest(${[...alertKinds]}::text[]) AS k ON CONFLICT DO NOTHING`;
  }

  /** Everything that is due now, then the acts that follow. */
  async tick(): Promise<void> {
    const { evaluator, actions, log } = this.parts;
    const changedAt = this.changedAt;
    this.changedAt = null;
    for (const kind of alertKinds) {
      if (this.isStopped) return;
      try {
        if (changedAt && alertKindTable[kind].followsStatus) await evaluator.evaluate(kind, changedAt);
        else await evaluator.evaluate(kind, "DUE");
      } catch (err) {
        log.warn({ err, kind }, "alerts of a kind not looked at");
      }
    }
    while (!this.isStopped && (await actions.sweep()) > 0);
  }

  private plan(afterMs: number): void {
    if (this.isStopped) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.running = this.running
        .then(() => this.tick())
        .catch((err: unknown) => this.parts.log.warn({ err }, "alerts not looked at"))
        .then(() => this.plan(this.changedAt ? settleMs : tickMs));
    }, afterMs);
  }

  private follow(): void {
    const events = this.parts.feed.follow(accountStatusChanged, { tenantId: everyTenant });
    this.follower = events;
    void (async () => {
      for await (const event of events) {
        const isFirst = this.changedAt === null;
        this.changedAt = new Date(event.at);
        if (isFirst) this.plan(settleMs);
      }
    })().catch((err: unknown) => {
      // The schedule goes on without it, some seconds slower.
      this.parts.log.warn({ err, kinds: ofStatus.length }, "changes of state are not followed any more");
    });
  }

  private async tidy(): Promise<void> {
    await this.parts.signals.tidy();
    await this.parts.db.system(purpose).$executeRaw`
      DELETE FROM wework_account_alerts WHERE resolved_at < now() - make_interval(months => ${monthsKept}::int)`;
  }
}
