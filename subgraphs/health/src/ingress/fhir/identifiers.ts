import { inTenant } from "@wegraph/database/scope";
import { z } from "zod";
import type { HealthDatabase } from "../../health.database.ts";
import { vitalCodes } from "../../vital/vital.codes.ts";
import type { Place } from "../withdrawals.ts";

const scope = "fhir-observation";

const kept = z.object({
  /** Where its values are; of those that came before this was kept, and of a withdrawal that came first, it is not known. */
  place: z
    .object({
      patientIds: z.array(z.string()),
      deviceId: z.string(),
      codes: z.array(z.enum(vitalCodes)),
      measuredAt: z.coerce.date(),
      statedAt: z.coerce.date(),
      keyedAt: z.coerce.date().nullable(),
    })
    .optional(),
  isWithdrawn: z.boolean().optional(),
});
/** What is known of an observation by its identifier. */
export type Kept = z.infer<typeof kept>;

export interface StoredObservation {
  keys: readonly string[];
  place: Place | null;
}

/** Identifiers of observations that were taken in: the same one of a device again is the same observation. */
export class Identifiers {
  constructor(private readonly db: HealthDatabase) {}

  async known(tenantId: string, keys: readonly string[]): Promise<Map<string, Kept>> {
    if (keys.length === 0) return new Map();
    const rows = await inTenant(
      tenantId,
      async () =>
        await this.db.tenant.idempotencyKey.findMany({
          where: { scope, key: { in: [...keys] } },
          select: { key: true, result: true },
        }),
    );
    return new Map(rows.map(({ key, result }) => [key, kept.parse(result ?? {})]));
  }

  /**
   * After they are stored: who dies before this finds them stored by device, code and time. Returns the places of those that
   * were withdrawn meanwhile.
   */
  async remember(tenantId: string, stored: readonly StoredObservation[]): Promise<Place[]> {
    const places = new Map(stored.flatMap(({ keys, place }) => keys.map((key) => [key, place] as const)));
    if (places.size === 0) return [];
    const rows = [...places].map(([key, place]) => ({ key, result: place ? { place } : {} }));
    const known = await inTenant(
      tenantId,
      async () =>
        await this.db.tenant.$queryRaw<{ key: string; result: unknown }[]>`
          INSERT INTO wegraph_idempotency_keys AS known (tenant_id, scope, key, input_hash, result)
          SELECT ${tenantId}::uuid, ${scope}, k.key, '', k.result
          FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS k (key text, result jsonb) ORDER BY k.key
          ON CONFLICT (tenant_id, scope, key) DO UPDATE SET result = coalesce(known.result, '{}') || excluded.result
          RETURNING key, result`,
    );
    return known.flatMap(({ key, result }) => {
      const place = places.get(key);
      return place && kept.parse(result).isWithdrawn ? [place] : [];
    });
  }

  /** What is withdrawn is not stored when it comes again, or comes at last. */
  async withdraw(tenantId: string, keys: readonly string[]): Promise<void> {
    await inTenant(
      tenantId,
      async () =>
        await this.db.tenant.$executeRaw`
          INSERT INTO wegraph_idempotency_keys AS known (tenant_id, scope, key, input_hash, result)
          SELECT ${tenantId}::uuid, ${scope}, k, '', '{"isWithdrawn": true}' FROM unnest(${[...keys]}::text[]) AS k
          ON CONFLICT (tenant_id, scope, key) DO UPDATE SET result = coalesce(known.result, '{}') || excluded.result`,
    );
  }
}
