import type { ClientBase } from "pg";
import { withClient } from "./internal/withClient.ts";
import { appRole } from "./roles.ts";

/**
 * Refuses to go on with a login that row-level security does not bind, or with a table that it does not
 * protect. A process checks this before it serves: a tenant's rows must not depend on nobody making a mistake.
 *
 * @throws Error that names everything that is wrong.
 */
export async function refuseBypass(url: string): Promise<void> {
  const problems = await withClient(url, async (client) => [
    ...(await roleProblems(client)),
    ...(await tableProblems(client)),
  ]);
  if (problems.length > 0)
    throw new Error(
      `Tenants are not kept apart in this database:\n${problems.map((p) => `- ${p}`).join("\n")}`,
    );
}

/** All roles whose powers the login has, by itself or by membership (also one it could SET ROLE to). */
const powers = `SELECT oid, rolname, rolsuper, rolbypassrls FROM pg_roles WHERE pg_has_role(session_user, oid, 'MEMBER')`;

async function roleProblems(client: ClientBase): Promise<string[]> {
  // A superuser counts as a member of every role; its own line says enough.
  const { rows } = await client.query<{ problem: string }>(`
    WITH me AS (SELECT * FROM pg_roles WHERE rolname = session_user),
         mine AS (${powers})
    SELECT format('role %I is a superuser', rolname) AS problem FROM me WHERE rolsuper
    UNION ALL
    SELECT format('role %I has BYPASSRLS%s', m.rolname, CASE WHEN m.oid <> me.oid THEN format(', and %I is its member', me.rolname) ELSE '' END)
      FROM mine m, me WHERE m.rolbypassrls AND NOT me.rolsuper
    UNION ALL
    SELECT format('role %I is a member of superuser %I', me.rolname, m.rolname)
      FROM mine m, me WHERE m.rolsuper AND NOT me.rolsuper
    UNION ALL
    SELECT format('role %I owns table %I%s', m.rolname, c.relname, CASE WHEN m.oid <> me.oid THEN format(', and %I is its member', me.rolname) ELSE '' END)
      FROM mine m, me, pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relowner = m.oid AND c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_' AND NOT me.rolsuper`);
  return rows.map(({ problem }) => problem);
}

/**
 * Every table with a tenant_id is protected, or closed to requests. (A partition reached through its parent obeys
 * the parent's policies; its own count when it is named directly, so it is one or the other as well.)
 */
async function tableProblems(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ problem: string }>(
    `WITH tenant_table AS (
       SELECT c.*, has_any_column_privilege($1, c.oid, 'SELECT, INSERT, UPDATE') OR has_table_privilege($1, c.oid, 'DELETE') AS is_open
         FROM pg_class c
         JOIN pg_namespace n ON n.oid = c.relnamespace
         JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'tenant_id' AND NOT a.attisdropped
       WHERE c.relkind IN ('r', 'p') AND n.nspname !~ '^pg_')
     SELECT format('table %I does not force row-level security', relname) AS problem
       FROM tenant_table WHERE NOT (relrowsecurity AND relforcerowsecurity) AND (is_open OR NOT relispartition)
     UNION ALL
     SELECT format('table %I has no policy for %I', relname, $1::text)
       FROM tenant_table t
       WHERE is_open AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid AND $1::regrole = ANY (p.polroles))
     UNION ALL
     SELECT format('policy %I shows every row of table %I to %I', p.polname, t.relname, $1::text)
       FROM tenant_table t JOIN pg_policy p ON p.polrelid = t.oid
       WHERE is_open AND p.polpermissive AND (0 = ANY (p.polroles) OR $1::regrole = ANY (p.polroles))
         AND 'true' IN (pg_get_expr(p.polqual, t.oid), pg_get_expr(p.polwithcheck, t.oid))
     UNION ALL
     SELECT format('view %I reads with its owner''s rights (it needs security_invoker)', c.relname)
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE (c.relkind = 'm' OR c.relkind = 'v' AND NOT coalesce(c.reloptions && '{security_invoker=true,security_invoker=on}', false))
         AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_table_privilege($1, c.oid, 'SELECT')
     ORDER BY 1`,
    [appRole],
  );
  return rows.map(({ problem }) => problem);
}
