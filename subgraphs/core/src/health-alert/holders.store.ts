import type { Tx } from "../database.ts";
import { patternsFor } from "../notification/audience.ts";
import type { Holder } from "./told.rules.ts";

const read = patternsFor("health-alert:read");
const handle = patternsFor("health-alert:handle");

/** Members who can sign in and whose roles give a right to health alerts, by scope. */
export function holdersOf(tx: Tx, tenantId: string): Promise<Holder[]> {
  return tx.$queryRaw<Holder[]>`
    WITH RECURSIVE lineage AS (
      SELECT m.user_id, m.role_id, r.data_scope FROM saas_user_roles m JOIN saas_roles r ON r.id = m.role_id
      WHERE m.tenant_id = ${tenantId}::uuid
      UNION
      SELECT l.user_id, r.parent_id, l.data_scope FROM lineage l JOIN saas_roles r ON r.id = l.role_id WHERE r.parent_id IS NOT NULL
    )
    SELECT l.user_id::text AS "userId", l.data_scope::text AS scope,
      bool_or(p.permission = ANY (${read}::text[])) AS "canRead", bool_or(p.permission = ANY (${handle}::text[])) AS "canHandle",
      (SELECT m.department FROM saas_user_roles m WHERE m.user_id = l.user_id AND m.tenant_id = ${tenantId}::uuid
         AND m.department IS NOT NULL ORDER BY m.created_at LIMIT 1) AS department
    FROM lineage l
    JOIN saas_users u ON u.id = l.user_id AND u.status = 'ACTIVE'
    JOIN saas_role_permissions p ON p.role_id = l.role_id
    WHERE p.permission = ANY (${[...read, ...handle]}::text[])
    GROUP BY l.user_id, l.data_scope ORDER BY l.user_id`;
}
