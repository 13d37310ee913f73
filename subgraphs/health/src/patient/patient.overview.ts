import type { RequestContext } from "@wegraph/kit/context";
import type { HealthDatabase } from "../health.database.ts";
import { withinReachSql } from "./patient.scope.ts";

const groupsMax = 200;

/** Patients within reach, in sum; of none in particular. */
export class PatientOverview {
  constructor(private readonly db: HealthDatabase) {}

  /** Groups in use among what the caller may see: what a filter can offer. */
  async groups({ principal }: RequestContext): Promise<string[]> {
    const rows = await this.db.tenant.$queryRaw<{ name: string }[]>`
      SELECT g.name FROM health_patients p, unnest(p.groups) AS g (name)
      WHERE p.archived_at IS NULL AND ${withinReachSql(principal, "patient:read")}
      GROUP BY 1 ORDER BY 1 LIMIT ${groupsMax}::int`;
    return rows.map(({ name }) => name);
  }
}
