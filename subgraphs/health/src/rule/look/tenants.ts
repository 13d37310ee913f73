import { inTenant } from "@wegraph/database/scope";
import type { HealthDatabase } from "../../health.database.ts";

const purpose = "health-rules";

/** Tenants with patients who are looked after, one after the other, each within its own scope. Returns what it came to. */
export async function forEachTenant(
  db: HealthDatabase,
  signal: AbortSignal | undefined,
  work: (tenantId: string) => Promise<number>,
): Promise<number> {
  const tenants = await db.system(purpose).$queryRaw<{ id: string }[]>`
    SELECT DISTINCT tenant_id::text AS id FROM health_patients WHERE status = 'ACTIVE' AND consent = 'GRANTED' AND archived_at IS NULL`;
  let sum = 0;
  for (const { id } of tenants) {
    signal?.throwIfAborted();
    sum += await inTenant(id, () => work(id));
  }
  return sum;
}
