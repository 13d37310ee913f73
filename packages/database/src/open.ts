import { Pool } from "pg";
import type { PoolConfig } from "pg";
import type { Logger } from "pino";
import { refuseBypass } from "./guard.ts";
import { migrate } from "./migrate.ts";
import { provision } from "./provision.ts";
import type { DomainUrls, ProvisionOptions } from "./provision.ts";
import { TenantPool } from "./tenantPool.ts";

export interface OpenOptions extends ProvisionOptions {
  /** Folder of the domain's schema.prisma and migrations/. */
  schemaDir: string;
  log: Logger;
  /** Connections of either pool. */
  poolMax?: number;
}

export interface OpenedDatabase {
  /** Requests: limited to the tenant in scope. */
  app: TenantPool;
  /** Work that crosses tenants. */
  system: Pool;
  urls: DomainUrls;
  close(): Promise<void>;
}

/** A domain's database, made and migrated when necessary, and checked to keep tenants apart. */
export async function openDatabase({
  schemaDir,
  log,
  poolMax = 10,
  ...where
}: OpenOptions): Promise<OpenedDatabase> {
  const urls = await provision(where);
  await migrate({ url: urls.owner, schemaDir, log });
  await refuseBypass(urls.app);
  await refuseBypass(urls.system);
  return openPools(urls, log, poolMax);
}

/** Pools over a database that is ready. */
export function openPools(urls: DomainUrls, log: Logger, max: number): OpenedDatabase {
  const app = new TenantPool({
    ...limits(15_000),
    connectionString: urls.app,
    max,
    application_name: "wegraph-app",
  });
  const system = new Pool({
    ...limits(60_000),
    connectionString: urls.system,
    max,
    application_name: "wegraph-system",
  });
  for (const pool of [app, system]) {
    // The pool replaces a connection that was lost; without a listener the loss would end the process.
    pool.on("error", (error) => log.warn({ reason: error.message }, "database connection lost"));
    pool.on("connect", (client) => client.on("error", () => undefined)); // while it is lent: its query fails
  }
  return {
    app,
    system,
    urls,
    async close() {
      await Promise.all([app.end(), system.end()]);
    },
  };
}

/** Nothing waits for ever: not a statement, not a lock, not a forgotten transaction, not a dead server. */
function limits(statementMs: number): PoolConfig {
  return {
    connectionTimeoutMillis: 5_000,
    statement_timeout: statementMs,
    lock_timeout: 5_000,
    idle_in_transaction_session_timeout: 30_000,
    // A server that is gone cannot time a statement out; then the client does, a little later.
    query_timeout: statementMs + 5_000,
    idleTimeoutMillis: 30_000,
    maxLifetimeSeconds: 30 * 60,
    keepAlive: true,
  };
}
