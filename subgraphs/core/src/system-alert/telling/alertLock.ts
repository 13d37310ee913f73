import type { Tx } from "../../database.ts";

/** Background work writes about alerts in sets and in orders of its own: one at a time, it cannot wait in a circle. */
export async function lockAlerts(tx: Tx): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('system-alerts', 0))`;
}
