import type { ClientBase } from "pg";

/** Every request's role: sees one tenant's rows. */
export const appRole = "wegraph_app";
/** The role of work that crosses tenants; policies name it. */
export const systemRole = "wegraph_system";

/** Creates the roles without a login where they are missing; provisioning gives them their passwords. */
export async function ensureRoles(client: ClientBase): Promise<void> {
  for (const role of [appRole, systemRole]) {
    await client.query(`DO $$ BEGIN
      IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '${role}') THEN CREATE ROLE ${role} NOLOGIN; END IF;
      -- Roles belong to the whole server: another process may have created it this very moment.
      EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL;
    END $$`);
  }
}
