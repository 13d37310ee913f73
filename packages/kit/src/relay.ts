import type { Pool, PoolClient } from "pg";
import type { Logger } from "pino";
import { duplicateWindowMs, eventRetentionMs } from "./bus.ts";
import type { Bus } from "./bus.ts";

interface OutboxRow {
  seq: string;
  id: string;
  subject: string;
  payload: unknown;
}

const batchSize = 500;
const pollMs = 1_000;
const leadershipPollMs = 250;
const purgeEveryMs = 10 * 60_000;

/** A number all processes agree on; one relay at a time per database holds it. */
const leaderLock = 4_923_001;

/**
 * Carries committed outbox rows to JetStream in order. One leader per database, by an advisory lock on a
 * connection of its own, so a leader that dies frees the place at once. A crash between publish and mark makes
 * a second publish of the same id, which JetStream drops within its duplicate window and consumers drop for ever.
 */
export class OutboxRelay {
  private wake: () => void = () => undefined;
  private running = false;
  /** A notification that came while a batch was under way; without it that event would wait for the next poll. */
  private isNotified = false;
  private finished: Promise<void> = Promise.resolve();
  private lastPurgeAt = 0;

  constructor(
    private readonly pool: Pool,
    private readonly bus: Bus,
    private readonly log: Logger,
  ) {}

  start(): void {
    this.running = true;
    this.finished = this.lead();
  }

  async stop(): Promise<void> {
    this.running = false;
    this.wake();
    await this.finished;
  }

  private async lead(): Promise<void> {
    while (this.running) {
      try {
        await this.leadOnce();
      } catch (err) {
        this.log.warn({ err }, "outbox relay interrupted");
      }
      if (this.running) await this.pause(leadershipPollMs);
    }
  }

  private async leadOnce(): Promise<void> {
    this.isNotified = false;
    const connection = await this.pool.connect();
    const lost = new AbortController();
    const onLost = () => {
      lost.abort();
      this.wake();
    };
    connection.on("error", onLost);
    connection.on("notification", this.onNotification);
    try {
      if (!(await lock(connection))) return;
      await connection.query("LISTEN wegraph_outbox");
      await this.refill(connection);
      while (this.running && !lost.signal.aborted) {
        this.isNotified = false;
        const moved = await this.publishBatch(connection);
        await this.purge(connection);
        if (moved < batchSize && !lost.signal.aborted) await this.pause(pollMs);
      }
    } finally {
      connection.off("error", onLost);
      connection.off("notification", this.onNotification);
      // Destroyed, not returned: closing it frees the lock and the LISTEN whatever state it is in.
      connection.release(true);
    }
  }

  private readonly onNotification = (): void => {
    this.isNotified = true;
    this.wake();
  };

  private async publishBatch(connection: PoolClient): Promise<number> {
    const { rows } = await connection.query<OutboxRow>(
      `SELECT seq, id, subject, payload FROM wegraph_outbox WHERE published_at IS NULL ORDER BY seq LIMIT ${batchSize}`,
    );
    if (rows.length === 0) return 0;
    // One connection keeps the order of publishes; only the acknowledgements are awaited together.
    const published = await Promise.allSettled(
      rows.map(({ id, subject, payload }) =>
        this.bus.js.publish(subject, JSON.stringify(payload), { msgID: id, timeout: 5_000 }),
      ),
    );
    // What stands behind a failure is marked too: it did arrive. The failed one comes later, and consumers
    // order by entity version, not by arrival.
    const done = rows.filter((_, i) => published[i]?.status === "fulfilled").map(({ seq }) => seq);
    await connection.query("UPDATE wegraph_outbox SET published_at = now() WHERE seq = ANY($1::bigint[])", [
      done,
    ]);
    const failed = published.find((result) => result.status === "rejected");
    if (failed) {
      await this.bus.ensureStreams();
      throw failed.reason;
    }
    return rows.length;
  }

  /**
   * JetStream acknowledges before it syncs to disk. What was published shortly before a crash of the machine is
   * therefore published again (a duplicate is dropped by its id), and a stream that was made anew gets all that
   * it should still hold.
   */
  private async refill(connection: PoolClient): Promise<void> {
    const { created } = await this.bus.manager.streams.info("EVT");
    const { rowCount } = await connection.query(
      `UPDATE wegraph_outbox SET published_at = NULL
       WHERE published_at > now() - make_interval(secs => $1)
          OR (published_at < $2::timestamptz AND created_at > now() - make_interval(secs => $3))`,
      [(duplicateWindowMs / 1_000) * 0.5, created, eventRetentionMs / 1_000],
    );
    if (rowCount) this.log.info({ rows: rowCount }, "outbox rows offered again to the stream");
  }

  private async purge(connection: PoolClient): Promise<void> {
    if (Date.now() - this.lastPurgeAt < purgeEveryMs) return;
    this.lastPurgeAt = Date.now();
    await connection.query(
      `DELETE FROM wegraph_outbox WHERE seq IN (
         SELECT seq FROM wegraph_outbox WHERE published_at < now() - make_interval(secs => $1) ORDER BY seq LIMIT 10000)`,
      [eventRetentionMs / 1_000],
    );
  }

  /** Waits for a notification or the end, at most `ms`; not at all when either has come already. */
  private pause(ms: number): Promise<void> {
    if (this.isNotified || !this.running) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}

async function lock(connection: PoolClient): Promise<boolean> {
  const { rows } = await connection.query<{ held: boolean }>("SELECT pg_try_advisory_lock($1) AS held", [
    leaderLock,
  ]);
  return rows[0]?.held === true;
}
