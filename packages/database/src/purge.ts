import type { Pool } from "pg";
import { escapeIdentifier } from "pg";

export interface PurgeOptions {
  /** Tables whose rows stay, by name. */
  kept: readonly string[];
  signal?: AbortSignal;
}

const chunk = 5_000;

/**
 * Removes a tenant's rows from every table that has a `tenant_id`, those first that refer to others. In chunks, each
 * committed by itself: whoever dies half way is followed by somebody who goes on. Returns how many rows went.
 *
 * @param pool of the role that works across tenants.
 */
export async function purgeTenant(
  pool: Pool,
  tenantId: string,
  { kept, signal }: PurgeOptions,
): Promise<number> {
  const isOver = () => signal?.aborted === true;
  let purged = 0;
  for (const name of inOrder(await tenantTables(pool)).filter((each) => !kept.includes(each))) {
    // A place in a file is one in each partition; whatever stands there is removed only if it is the tenant's.
    const table = escapeIdentifier(name);
    const statement = `DELETE FROM ${table} WHERE tenant_id = $1 AND ctid = ANY (ARRAY(SELECT ctid FROM ${table} WHERE tenant_id = $1 LIMIT ${chunk}))`;
    for (let count = 1; count > 0 && !isOver(); purged += count)
      count = (await pool.query(statement, [tenantId])).rowCount ?? 0;
  }
  return purged;
}

interface Table {
  name: string;
  /** Other tables that it refers to. */
  refersTo: string[];
}

async function tenantTables(pool: Pool): Promise<Table[]> {
  const { rows } = await pool.query<Table>(`
    SELECT c.relname AS name, coalesce(array_agg(DISTINCT r.relname::text) FILTER (WHERE r.oid <> c.oid), '{}') AS "refersTo"
    FROM pg_class c
      JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
      LEFT JOIN pg_constraint f ON f.conrelid = c.oid AND f.contype = 'f'
      LEFT JOIN pg_class r ON r.oid = f.confrelid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    GROUP BY c.relname ORDER BY c.relname`);
  return rows;
}

/** Whatever nobody that is left refers to comes next; of a circle, whose rows the database must remove together, any. */
function inOrder(tables: readonly Table[]): string[] {
  const left = [...tables];
  const order: string[] = [];
  while (left.length > 0) {
    const referred = new Set(left.flatMap(({ refersTo }) => refersTo));
    const free = left.findIndex(({ name }) => !referred.has(name));
    const [next] = left.splice(Math.max(free, 0), 1);
    if (next) order.push(next.name);
  }
  return order;
}
