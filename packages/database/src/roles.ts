import { hkdfSync } from "node:crypto";
import { DatabaseError, escapeLiteral } from "pg";
import type { ClientBase } from "pg";

/** Every request's role: policies show it one tenant's rows. */
export const appRole = "wegraph_app";
/** The role of work that crosses tenants: policies name it. */
export const systemRole = "wegraph_system";

export type Role = typeof appRole | typeof systemRole;

/** The role's password on this installation; nobody has to store it. */
export function rolePassword(secret: string, role: Role): string {
  return Buffer.from(hkdfSync("sha256", secret, "", `wegraph database role ${role}`, 32)).toString(
    "base64url",
  );
}

/** Creates the roles where they are missing, without a login; policies and grants can name them then. */
export async function ensureRoles(client: ClientBase): Promise<void> {
  for (const role of [appRole, systemRole]) {
    const { rowCount } = await client.query("SELECT FROM pg_roles WHERE rolname = $1", [role]);
    if (rowCount === 0) await client.query(`CREATE ROLE ${role} NOLOGIN`).catch(ignoreExisting);
  }
}

/** Lets the role log in with this password. */
export async function allowLogin(client: ClientBase, role: Role, password: string): Promise<void> {
  await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${escapeLiteral(password)}`);
}

/** Takes away whatever the role can do beside using the rows it is granted. */
export async function removePowers(client: ClientBase, role: Role): Promise<void> {
  const { rows } = await client.query<Record<string, boolean>>(
    `SELECT rolsuper AS "SUPERUSER", rolbypassrls AS "BYPASSRLS", rolcreatedb AS "CREATEDB",
            rolcreaterole AS "CREATEROLE", rolreplication AS "REPLICATION" FROM pg_roles WHERE rolname = $1`,
    [role],
  );
  // Only what it has: an administrator who is no superuser may not even mention some of them.
  const powers = Object.entries(rows[0] ?? {}).flatMap(([power, held]) => (held ? [`NO${power}`] : []));
  if (powers.length > 0) await client.query(`ALTER ROLE ${role} ${powers.join(" ")}`);
}

/**
 * Lets the role that works across tenants see how the server is: which statements of requests are slow, how far replicas are
 * behind. An administrator who may not grant it leaves those figures out; nothing else needs them.
 */
export async function showStatistics(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ is_member: boolean }>(
    "SELECT pg_has_role($1, 'pg_read_all_stats', 'MEMBER') AS is_member",
    [systemRole],
  );
  if (rows[0]?.is_member === true) return;
  await client.query(`GRANT pg_read_all_stats TO ${systemRole}`).catch((error: unknown) => {
    const refused = "42501"; // insufficient_privilege
    if (!(error instanceof DatabaseError && error.code === refused)) throw error;
  });
}

/** Roles belong to the whole server: a process at work on another database may have been faster. */
function ignoreExisting(error: unknown): void {
  const codes = ["42710", "23505"]; // duplicate_object; unique_violation when both commit at once
  if (!(error instanceof DatabaseError && codes.includes(error.code ?? ""))) throw error;
}
