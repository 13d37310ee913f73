import { Bus } from "@wegraph/kit/bus";
import { createLogger } from "@wegraph/kit/log";
import pg from "pg";
import { v7 } from "uuid";

const atOnce = 64;

/** What no platform can be faster than by such means: for each message one bare row and one message in JetStream, a second. */
export async function measureFloor(databaseUrl: string, natsUrl: string, count: number): Promise<number> {
  const pool = new pg.Pool({ connectionString: databaseUrl, max: 16 });
  const bus = await Bus.connect(natsUrl, "floor", createLogger("floor", "warn"));
  try {
    await pool.query("CREATE TABLE IF NOT EXISTS bench_floor (id uuid PRIMARY KEY, body jsonb NOT NULL)");
    const body = JSON.stringify({ type: "TEXT", text: "a message of ordinary length, as people write them" });
    let left = count;
    const work = async (): Promise<void> => {
      while (left-- > 0) {
        await pool.query("INSERT INTO bench_floor VALUES ($1, $2)", [v7(), body]);
        await bus.js.publish("dlq.floor", body);
      }
    };
    const startedAt = performance.now();
    await Promise.all(Array.from({ length: atOnce }, work));
    return count / ((performance.now() - startedAt) / 1_000);
  } finally {
    await bus.close();
    await pool.end();
  }
}
