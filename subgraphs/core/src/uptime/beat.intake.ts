import { v7 } from "uuid";
import type { Beat } from "@wegraph/kit/samples";
import type { CoreDatabase } from "../database.ts";
import { findingsOf, repeatMs } from "./beat.rules.ts";
import { uptimePurpose } from "./health.status.ts";
import { announceHealth } from "./uptime.events.ts";
import type { ComponentChange } from "./uptime.events.ts";

/** Older than what can still be told from a gap; a sender that was cut off may have beats of hours. */
const oldestMs = 24 * 60 * 60_000;

/** Writes down what processes say of themselves: how they are now, each change, and every five minutes that it is so. */
export class BeatIntake {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  async take(beat: Beat): Promise<void> {
    const at = new Date(beat.at);
    if (at.getTime() < this.clock().getTime() - oldestMs) return;
    if (beat.isLeaving) return this.leave(beat, at);
    const findings = findingsOf(beat);
    const ids = findings.map(() => v7());
    const column = <K extends keyof (typeof findings)[number]>(key: K) => findings.map((one) => one[key]);
    // A beat that comes late adds to the record, and does not change what is known by now. What a process no longer
    // names it no longer needs.
    await this.db.system(uptimePurpose).$transaction(async (tx) => {
      const changes = await tx.$queryRaw<Pick<ComponentChange, "componentId" | "part" | "status">[]>`
      WITH given AS (
        SELECT * FROM unnest(${ids}::uuid[], ${column("part")}::text[], ${column("status")}::text[],
            ${column("isCritical")}::boolean[], ${column("neededBy")}::text[], ${column("latencyMs")}::int[])
          AS g(id, part, status, is_critical, needed_by, latency_ms)
      ), before AS (
        SELECT * FROM saas_health_components WHERE service = ${beat.service} AND instance = ${beat.instance}
      ), stored AS (
        INSERT INTO saas_health_components AS c (id, service, instance, part, is_critical, needed_by, version,
            started_at, status, latency_ms, since, last_beat_at)
        SELECT g.id, ${beat.service}, ${beat.instance}, g.part, g.is_critical, g.needed_by, ${beat.version},
            ${new Date(beat.startedAt)}, g.status, g.latency_ms, ${at}, ${at} FROM given g
        ON CONFLICT (service, instance, part) DO UPDATE SET
          is_critical = excluded.is_critical, needed_by = excluded.needed_by, version = excluded.version,
          started_at = excluded.started_at, latency_ms = excluded.latency_ms, last_beat_at = excluded.last_beat_at,
          since = CASE WHEN c.status = excluded.status AND c.left_at IS NULL THEN c.since ELSE excluded.since END,
          status = excluded.status, left_at = NULL
          WHERE c.last_beat_at < excluded.last_beat_at
        RETURNING c.id, c.part, c.status
      ), dropped AS (
        UPDATE saas_health_components c SET left_at = ${at}
         WHERE service = ${beat.service} AND instance = ${beat.instance} AND left_at IS NULL
           AND last_beat_at < ${at} AND part NOT IN (SELECT part FROM given)
        RETURNING c.id, c.part
      ), noted AS (
        INSERT INTO saas_health_checks (component_id, at, status, latency_ms)
        SELECT coalesce(b.id, s.id), ${at}, g.status, g.latency_ms
          FROM given g LEFT JOIN before b USING (part) LEFT JOIN stored s USING (part)
         WHERE coalesce(b.id, s.id) IS NOT NULL
           AND (b.id IS NULL OR b.left_at IS NOT NULL OR b.status <> g.status OR NOT EXISTS (
             SELECT FROM saas_health_checks k WHERE k.component_id = b.id
                AND k.at > ${at}::timestamptz - ${`${repeatMs} milliseconds`}::interval AND k.at <= ${at}))
        ON CONFLICT DO NOTHING
      )
      SELECT s.id AS "componentId", s.part, s.status FROM stored s LEFT JOIN before b USING (part)
       WHERE b.id IS NULL OR b.left_at IS NOT NULL OR b.status <> s.status
      UNION ALL SELECT id, part, NULL FROM dropped ORDER BY part`;
      const { service, instance } = beat;
      await announceHealth(
        tx,
        changes.map((change) => ({ ...change, service, instance })),
      );
    });
  }

  private async leave({ service, instance }: Beat, at: Date): Promise<void> {
    await this.db.system(uptimePurpose).$transaction(async (tx) => {
      const left = await tx.healthComponent.updateManyAndReturn({
        where: { service, instance, leftAt: null, lastBeatAt: { lte: at } },
        data: { leftAt: at },
        select: { id: true, part: true },
      });
      await announceHealth(
        tx,
        left.map(({ id: componentId, part }) => ({ componentId, part, service, instance, status: null })),
      );
    });
  }
}
