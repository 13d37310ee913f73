import type { HealthDatabase } from "../../health.database.ts";

const purpose = "vital-sign-months";

export interface MonthOf {
  table: "health_vital_signs" | "wegraph_vital_sign_keys";
  at: Date;
}

/** Partitions for what was measured months ago: housekeeping makes only those to come. */
export class IntakeMonths {
  private readonly known = new Set<string>();

  constructor(private readonly db: HealthDatabase) {}

  /** Before the transaction that needs them: a new partition is to be seen by all. */
  async ensure(wanted: readonly MonthOf[]): Promise<void> {
    const missing = new Map<string, MonthOf>();
    for (const month of wanted) {
      const key = `${month.table} ${month.at.toISOString().slice(0, 7)}`;
      if (!this.known.has(key)) missing.set(key, month);
    }
    if (missing.size === 0) return;
    const rows = [...missing.values()];
    // One after the other by name: two processes that make the same ones wait for each other instead of locking each other out.
    await this.db.system(purpose).$executeRaw`
      SELECT wegraph_ensure_partition(n.parent, n.at) FROM (
        SELECT * FROM unnest(${rows.map(({ table }) => table)}::text[], ${rows.map(({ at }) => at.toISOString())}::timestamptz[])
          AS m (parent, at) ORDER BY parent, at) AS n`;
    for (const key of missing.keys()) this.known.add(key);
  }
}
