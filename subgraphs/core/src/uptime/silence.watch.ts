import type { Logger } from "@wegraph/kit/log";
import { Repeating } from "@wegraph/kit/repeating";
import type { CoreDatabase } from "../database.ts";
import { repeatMs, silentMs } from "./beat.rules.ts";
import { uptimePurpose } from "./health.status.ts";
import { announceHealth } from "./uptime.events.ts";
import type { ComponentChange } from "./uptime.events.ts";

const everyMs = 10_000;

export interface WatchOptions {
  db: CoreDatabase;
  /** Whether beats could come at all. */
  isListening: () => boolean;
  clock: () => Date;
  log: Logger;
}

/**
 * Finds processes that are heard of no more. Several core processes may watch: a component changes once. While nothing
 * could have been heard (core has just begun, NATS was gone) nobody is missed.
 */
export class SilenceWatch {
  private readonly repeating: Repeating<number>;
  private deafUntil: number;

  constructor(private readonly options: WatchOptions) {
    this.deafUntil = options.clock().getTime() + silentMs;
    this.repeating = new Repeating({
      work: () => this.look(),
      everyMs,
      complaint: "not looked for silent processes",
      log: options.log,
    });
  }

  start(): void {
    this.repeating.start();
  }

  stop(): Promise<void> {
    return this.repeating.stop();
  }

  /** @returns how many processes are down by it. */
  async look(): Promise<number> {
    const { db, clock, isListening } = this.options;
    const now = clock();
    if (!isListening()) this.deafUntil = now.getTime() + silentMs;
    if (now.getTime() < this.deafUntil) return 0;
    const last = new Date(now.getTime() - silentMs);
    return db.system(uptimePurpose).$transaction(async (tx) => {
      const fallen = await tx.$queryRaw<Omit<ComponentChange, "status">[]>`
      WITH silent AS (
        SELECT p.service, p.instance FROM saas_health_components p
         WHERE p.part = '' AND p.left_at IS NULL AND p.last_beat_at < ${last}
      ), gone AS (
        -- What it needs is not known to be down; of the process that asked nothing more is heard.
        UPDATE saas_health_components c SET left_at = ${now} FROM silent s
         WHERE (c.service, c.instance) = (s.service, s.instance) AND c.part <> '' AND c.left_at IS NULL
      ), fallen AS (
        UPDATE saas_health_components c SET status = 'DOWN', since = c.last_beat_at FROM silent s
         WHERE (c.service, c.instance) = (s.service, s.instance) AND c.part = '' AND c.status <> 'DOWN'
        RETURNING c.id, c.service, c.instance, c.part, c.last_beat_at
      ), noted AS (
        INSERT INTO saas_health_checks (component_id, at, status)
        -- It was last well when it was last heard of.
        SELECT id, last_beat_at + interval '1 millisecond', 'DOWN' FROM fallen
        UNION ALL
        SELECT c.id, ${now}, 'DOWN' FROM saas_health_components c JOIN silent s
            ON (c.service, c.instance) = (s.service, s.instance) AND c.part = ''
         WHERE c.status = 'DOWN' AND NOT EXISTS (SELECT FROM saas_health_checks k WHERE k.component_id = c.id AND k.status = 'DOWN'
                AND k.at > ${now}::timestamptz - ${`${repeatMs} milliseconds`}::interval)
        ON CONFLICT DO NOTHING
      )
      SELECT id AS "componentId", service, instance, part FROM fallen`;
      await announceHealth(
        tx,
        fallen.map((change) => ({ ...change, status: "DOWN" })),
      );
      return fallen.length;
    });
  }
}
