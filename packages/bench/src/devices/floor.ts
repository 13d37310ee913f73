import pg from "pg";
import { v7 } from "uuid";

const atOnce = 1_000;
const connections = 4;

/** Rows a second of a bare insert: the same rows, a thousand at once, into a table like that of vital signs, and nothing besides. */
export async function measureFloor(databaseUrl: string, count: number): Promise<number> {
  const pool = new pg.Pool({
    connectionString: new URL("/health_management", databaseUrl).href,
    max: connections,
  });
  try {
    await pool.query(
      "CREATE TABLE bench_floor (LIKE health_vital_signs INCLUDING DEFAULTS INCLUDING INDEXES)",
    );
    const [tenantId, patientId, deviceId] = [v7(), v7(), v7()];
    const startedAt = performance.now();
    let left = Math.ceil(count / atOnce);
    const work = async (): Promise<void> => {
      while (left-- > 0) {
        const ids = Array.from({ length: atOnce }, () => v7());
        await pool.query(
          `INSERT INTO bench_floor (patient_id, code, measured_at, id, tenant_id, value, unit, source, device_id, set_id, received_at)
           SELECT $2, '8867-4', now(), id, $3, 70, '/min', 'DEVICE', $4, id, now() FROM unnest($1::uuid[]) AS id`,
          [ids, patientId, tenantId, deviceId],
        );
      }
    };
    await Promise.all(Array.from({ length: connections }, () => work()));
    const seconds = (performance.now() - startedAt) / 1_000;
    await pool.query("DROP TABLE bench_floor");
    return (Math.ceil(count / atOnce) * atOnce) / seconds;
  } finally {
    await pool.end();
  }
}
