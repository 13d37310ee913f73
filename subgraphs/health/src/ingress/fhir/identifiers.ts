import { inTenant } from "@wegraph/database/scope";
import type { HealthDatabase } from "../../health.database.ts";

const scope = "fhir-observation";

/** Identifiers of observations that were taken in: the same one of a device again is the same observation. */
export class Identifiers {
  constructor(private readonly db: HealthDatabase) {}

  async known(tenantId: string, keys: readonly string[]): Promise<Set<string>> {
    if (keys.length === 0) return new Set();
    const rows = await inTenant(
      tenantId,
      async () =>
        await this.db.tenant.idempotencyKey.findMany({
          where: { scope, key: { in: [...keys] } },
          select: { key: true },
        }),
    );
    return new Set(rows.map(({ key }) => key));
  }

  /** After they are stored: who dies before this finds them stored by device, code and time. */
  async remember(tenantId: string, keys: readonly string[]): Promise<void> {
    if (keys.length === 0) return;
    await inTenant(
      tenantId,
      async () =>
        await this.db.tenant.$executeRaw`
          INSERT INTO wegraph_idempotency_keys (tenant_id, scope, key, input_hash)
          SELECT ${tenantId}::uuid, ${scope}, k, '' FROM unnest(${[...keys]}::text[]) AS k ON CONFLICT DO NOTHING`,
    );
  }
}
