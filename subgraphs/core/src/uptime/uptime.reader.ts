import type { CoreDatabase } from "../database.ts";
import type { KnownComponent } from "./edges.rules.ts";
import { isHealthStatus, uptimePurpose } from "./health.status.ts";

export interface ComponentRow extends KnownComponent {
  version: string;
  startedAt: Date;
}

export interface UptimeRow {
  componentId: string;
  /** 1, 7, 30 or 90. */
  days: number;
  upSeconds: number;
  watchedSeconds: number;
}

export interface IncidentRow {
  componentId: string;
  service: string;
  instance: string;
  part: string;
  startedAt: Date;
  /** Null: it lasts. */
  endedAt: Date | null;
}

/** Health is the platform's: whoever asks has been found to be of its tenant. */
export class UptimeReader {
  constructor(private readonly db: CoreDatabase) {}

  async components(): Promise<ComponentRow[]> {
    const rows = await this.db.system(uptimePurpose).healthComponent.findMany({
      where: { leftAt: null },
      orderBy: [{ service: "asc" }, { instance: "asc" }, { part: "asc" }],
    });
    return rows.flatMap(({ status, ...row }) => (isHealthStatus(status) ? [{ ...row, status }] : []));
  }

  uptime(componentIds: readonly string[]): Promise<UptimeRow[]> {
    return this.db.system(uptimePurpose).$queryRaw<UptimeRow[]>`
      SELECT component_id AS "componentId", days, up_seconds AS "upSeconds", watched_seconds AS "watchedSeconds"
        FROM saas_uptime WHERE component_id = ANY(${[...componentIds]}::uuid[]) ORDER BY component_id, days`;
  }

  /** How long everything there was in a span was watched and was not down, all of it together, in seconds. */
  async span(from: Date, to: Date): Promise<Pick<UptimeRow, "upSeconds" | "watchedSeconds">> {
    // As the view saas_uptime counts it: a check holds until the next one, for ten minutes at most.
    const [row] = await this.db.system(uptimePurpose).$queryRaw<
      Pick<UptimeRow, "upSeconds" | "watchedSeconds">[]
    >`
      WITH held AS (
        SELECT status, greatest(at, ${from}::timestamptz) AS began,
          least(lead(at, 1, ${to}::timestamptz) OVER (PARTITION BY component_id ORDER BY at), at + interval '10 minutes', ${to}::timestamptz) AS ended
          FROM saas_health_checks WHERE at >= ${from}::timestamptz - interval '10 minutes' AND at < ${to}::timestamptz
      )
      SELECT coalesce(sum(extract(epoch FROM ended - began)) FILTER (WHERE status <> 'DOWN'), 0)::float8 AS "upSeconds",
        coalesce(sum(extract(epoch FROM ended - began)), 0)::float8 AS "watchedSeconds"
        FROM held WHERE ended > began`;
    return row ?? { upSeconds: 0, watchedSeconds: 0 };
  }

  /** Times in which something was down, the latest first; of what is there still, and of what is gone. */
  incidents(since: Date, most: number): Promise<IncidentRow[]> {
    return this.db.system(uptimePurpose).$queryRaw<IncidentRow[]>`
      WITH marked AS (
        SELECT component_id, at, status, status = 'DOWN' AND
          lag(status, 1, 'UP') OVER (PARTITION BY component_id ORDER BY at) <> 'DOWN' AS begins
        FROM saas_health_checks WHERE at >= ${since}
      )
      SELECT m.component_id AS "componentId", c.service, c.instance, c.part, m.at AS "startedAt",
             coalesce((SELECT min(e.at) FROM saas_health_checks e
                WHERE e.component_id = m.component_id AND e.at > m.at AND e.status <> 'DOWN'), c.left_at) AS "endedAt"
        FROM marked m JOIN saas_health_components c ON c.id = m.component_id
       WHERE m.begins ORDER BY m.at DESC LIMIT ${most}`;
  }
}
