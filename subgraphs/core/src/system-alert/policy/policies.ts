import type { Tx } from "../../database.ts";
import { policyOf } from "./policy.rules.ts";
import type { AlertPolicy } from "./policy.rules.ts";

export interface TenantPolicy {
  policy: AlertPolicy;
  timeZone: string;
}

/** The policies in force of some tenants, each with its tenant's clock. */
export async function policiesOf(tx: Tx, tenantIds: readonly string[]): Promise<Map<string, TenantPolicy>> {
  if (tenantIds.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; timeZone: string; document: unknown }[]>`
    SELECT t.id::text AS id, t.time_zone AS "timeZone", p.document FROM saas_tenants t
    LEFT JOIN saas_alert_policies p ON p.tenant_id = t.id WHERE t.id = ANY (${[...tenantIds]}::uuid[])`;
  return new Map(rows.map(({ id, timeZone, document }) => [id, { timeZone, policy: policyOf(document) }]));
}
