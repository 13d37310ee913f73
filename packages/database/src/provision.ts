import { DatabaseError, escapeIdentifier } from "pg";
import type { ClientBase } from "pg";
import { databaseOf, withDatabase, withLogin } from "./internal/databaseUrl.ts";
import { withClient, withLock } from "./internal/withClient.ts";
import {
  allowLogin,
  appRole,
  ensureRoles,
  removePowers,
  rolePassword,
  showStatistics,
  systemRole,
} from "./roles.ts";
import type { Role } from "./roles.ts";

/** The three ways into a domain's database. */
export interface DomainUrls {
  /** Migrations only. */
  owner: string;
  /** Requests: one tenant's rows. */
  app: string;
  /** Work that crosses tenants. */
  system: string;
}

export interface ProvisionOptions {
  /** Login that may create databases and roles, on the platform's Postgres server. */
  adminUrl: string;
  /** The domain's database. */
  database: string;
  /** The platform's root secret: the passwords of the roles are derived from it. */
  secret: string;
  /** Another server for this domain (DATABASE_URL_<DOMAIN>). A database it names is used in place of `database`. */
  domainUrl?: string | undefined;
}

/**
 * Makes sure that the domain's database and the roles exist, that the roles can log in, and that they may use
 * every table that will be made. Any number of processes may do so at once, and any number of times.
 */
export async function provision(options: ProvisionOptions): Promise<DomainUrls> {
  const { secret, domainUrl } = options;
  const server = domainUrl ?? options.adminUrl;
  const isNamed = domainUrl !== undefined && new URL(domainUrl).pathname.length > 1;
  const database = isNamed ? databaseOf(domainUrl) : options.database;
  const login = (role: Role) => withLogin(withDatabase(server, database), role, rolePassword(secret, role));
  const urls = { owner: withDatabase(server, database), app: login(appRole), system: login(systemRole) };

  // Databases and roles belong to the server, so all processes meet in the one database that is always there.
  await withLock(withDatabase(server, "postgres"), "provision", async (client) => {
    await ensureDatabase(client, database);
    await ensureRoles(client);
    for (const role of [appRole, systemRole] as const) {
      await removePowers(client, role);
      if (!(await canLogIn(login(role)))) await allowLogin(client, role, rolePassword(secret, role));
    }
    await showStatistics(client);
    await withClient(urls.owner, (owner) => grant(owner, database));
  });
  return urls;
}

async function ensureDatabase(client: ClientBase, database: string): Promise<void> {
  const { rowCount } = await client.query("SELECT FROM pg_database WHERE datname = $1", [database]);
  if (rowCount === 0)
    await client.query(`CREATE DATABASE ${escapeIdentifier(database)} ENCODING 'UTF8' TEMPLATE template0`);
}

/** Whether the server takes the role's password. What else may be wrong shows itself later, by its own name. */
async function canLogIn(url: string): Promise<boolean> {
  try {
    return await withClient(url, async () => true);
  } catch (error) {
    const refused = ["28P01", "28000"]; // invalid_password; invalid_authorization: no LOGIN
    if (error instanceof DatabaseError && refused.includes(error.code ?? "")) return false;
    if (error instanceof DatabaseError && error.code === "42501") return true; // may not connect yet: granted below
    throw error;
  }
}

/**
 * Nobody but the roles gets in, and they may read and write the rows of all tables made from now on: no DDL, no
 * TRUNCATE (which policies do not see). Tables that exist keep what their migrations granted and revoked.
 */
async function grant(owner: ClientBase, database: string): Promise<void> {
  const roles = `${appRole}, ${systemRole}`;
  await owner.query(`
    REVOKE ALL ON DATABASE ${escapeIdentifier(database)} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${roles};
    REVOKE CREATE ON SCHEMA public FROM PUBLIC;
    GRANT USAGE ON SCHEMA public TO ${roles};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ${roles};
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE ON SEQUENCES TO ${roles};`);
}
