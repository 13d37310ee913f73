import type { HealthDatabase } from "./health.database.ts";

const purpose = "health-housekeeping";
const monthsAhead = 3;
/** Vital signs are part of a patient's file, and kept as long as hospitals keep outpatients' files (15 years). */
const monthsKept = { vitalSigns: 180, keys: 3, deviceLogs: 13 } as const;

/** Makes partitions ahead of time, and drops those whose rows were kept long enough. */
export class Housekeeping {
  constructor(private readonly db: HealthDatabase) {}

  /** Without partitions nothing can be taken in. Returns what was done, in figures. */
  async tidy(): Promise<string> {
    const system = this.db.system(purpose);
    await system.$executeRaw`SELECT wegraph_ensure_partitions(${monthsAhead}::int)`;
    const dropped = await system.$queryRaw<{ name: string }[]>`
      SELECT wegraph_drop_partitions('health_vital_signs', ${monthsKept.vitalSigns}::int) AS name
      UNION ALL SELECT wegraph_drop_partitions('wegraph_vital_sign_keys', ${monthsKept.keys}::int)
      UNION ALL SELECT wegraph_drop_partitions('health_device_logs', ${monthsKept.deviceLogs}::int)`;
    return `Partitions are there for ${monthsAhead} months ahead; ${dropped.length} old ones dropped.`;
  }
}
