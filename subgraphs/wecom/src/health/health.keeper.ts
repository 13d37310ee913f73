import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import { patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { healthOf, nextHealthAt } from "./health.rules.ts";
import { onlineMsOf } from "./health.store.ts";

const purpose = "health-keeper";
const sweepEveryMs = 5_000;
const batchSize = 500;

interface DueRow {
  id: string;
  status: string;
  createdAt: Date;
  lastOnlineAt: Date | null;
  lastErrorAt: Date | null;
  heartbeatRatio: number | null;
  callbackDelayMs: number | null;
}

/**
 * Keeps the scores of accounts true while nothing happens to them: time alone moves an online ratio. Transitions
 * compute their account's score themselves.
 */
export class HealthKeeper {
  private readonly sweeping: Repeating<number>;

  constructor(
    private readonly db: WecomDatabase,
    private readonly everyMs: number,
    private readonly clock: () => Date,
    log: Logger,
  ) {
    this.sweeping = new Repeating({
      work: () => this.sweep(),
      everyMs: sweepEveryMs,
      firstAfterMs: sweepEveryMs,
      complaint: "health scores not computed",
      log,
    });
  }

  start(): void {
    this.sweeping.start();
  }

  stop(): Promise<void> {
    return this.sweeping.stop();
  }

  /** Computes what is due, batch by batch; several processes share it. Returns how many there were. */
  async sweep(): Promise<number> {
    let total = 0;
    for (;;) {
      const count = await this.db.system(purpose).$transaction((tx) => this.batch(tx), patient);
      total += count;
      if (count < batchSize) return total;
    }
  }

  private async batch(tx: Tx): Promise<number> {
    const now = this.clock();
    // Both rows of an account, or neither: who waits for one while holding the other could wait for a transition that
    // does the same the other way round.
    const rows = await tx.$queryRaw<DueRow[]>`
      SELECT a.id, a.status, a.created_at AS "createdAt", a.last_online_at AS "lastOnlineAt", a.last_error_at AS "lastErrorAt",
        d.heartbeat_ratio::float8 AS "heartbeatRatio", d.callback_delay_ms::float8 AS "callbackDelayMs"
      FROM wegraph_account_drives d JOIN wework_accounts a ON a.id = d.account_id
      WHERE d.health_due_at <= ${now} ORDER BY d.health_due_at LIMIT ${batchSize}::int FOR UPDATE OF a, d SKIP LOCKED`;
    if (rows.length === 0) return 0;
    const onlineMs = await onlineMsOf(tx, rows, now);
    const scores = rows.map((row) => {
      const facts = { ...row, now, onlineMs: onlineMs.get(row.id) ?? 0, sendRatio: null };
      const { score, parts } = healthOf(facts);
      const dueAt = nextHealthAt({ ...facts, isOnline: row.status === "ONLINE" }, this.everyMs);
      return { id: row.id, score, parts, dueAt };
    });
    // A transition that computed the score meanwhile knows better: its time is later than ours.
    await tx.$executeRaw`
      WITH scored AS (
        SELECT * FROM jsonb_to_recordset(${JSON.stringify(scores)}::jsonb) AS s (id uuid, score int, parts jsonb, "dueAt" timestamptz)),
      due AS (
        UPDATE wegraph_account_drives d SET health_due_at = s."dueAt" FROM scored s WHERE d.account_id = s.id)
      UPDATE wework_accounts a SET health_score = s.score, health_parts = s.parts, health_computed_at = ${now}
      FROM scored s WHERE a.id = s.id AND a.health_computed_at < ${now}`;
    return rows.length;
  }
}
