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

/** Lets a role log in with its password. Only what differs is changed: the same start twice writes nothing. */
export async function allowLogin(client: ClientBase, role: Role, password: string): Promise<void> {
  await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${escapeLiteral(password)}`);
}

/** Roles belong to the whole server: a process at work on another database may have been faster. */
function ignoreExisting(error: unknown): void {
  const codes = ["42710", "23505"]; // duplicate_object; unique_violation when both commit at once
  if (!(error instanceof DatabaseError && codes.includes(error.code ?? ""))) throw error;
}
