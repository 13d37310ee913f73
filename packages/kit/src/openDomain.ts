import { openDatabase } from "@wegraph/database/open";
import type { OpenedDatabase } from "@wegraph/database/open";
import { Database } from "./database.ts";
import type { Logger } from "./log.ts";
import type { RawExecutor } from "./outbox.ts";
import { OutboxRelay } from "./relay.ts";
import type { Runtime } from "./runtime.ts";

interface DomainClient extends RawExecutor {
  $disconnect(): Promise<void>;
}

export interface DomainOptions<Client> {
  domain: string;
  /** Name of its database, on the server that the runtime names for it. */
  database: string;
  /** Folder of its schema.prisma and migrations/. */
  schemaDir: string;
  /** Connections of either pool. */
  poolMax?: number;
  client: (pool: OpenedDatabase["app" | "system"]) => Client;
}

export interface OpenedDomain<Client extends RawExecutor> {
  log: Logger;
  db: Database<Client>;
  /** Connections that see every tenant, for what is no Prisma query. */
  system: OpenedDatabase["system"];
  /** To be started with the domain's background work, and stopped before `close`. */
  relay: OutboxRelay;
  close(): Promise<void>;
}

/** What every domain begins with: its database, watched and part of the process's health, and the way its events leave. */
export async function openDomain<Client extends DomainClient>(
  runtime: Runtime,
  { domain, client, ...where }: DomainOptions<Client>,
): Promise<OpenedDomain<Client>> {
  const { metrics } = runtime;
  const log = runtime.log.child({ domain });
  const opened = await openDatabase({
    adminUrl: runtime.adminUrl,
    domainUrl: runtime.databaseUrls[domain],
    secret: runtime.rootSecret,
    log,
    ...where,
  });
  const { app, system } = opened;
  const [forTenants, forSystem] = [client(app), client(system)];
  metrics.pools.watch(domain, { app, system });
  runtime.health.register(`database ${domain}`, async () => void (await system.query("SELECT 1")), {
    neededBy: `subgraph ${domain}`,
  });
  return {
    log,
    db: new Database(forTenants, forSystem, { log, metrics, auditedAs: domain }),
    system,
    relay: new OutboxRelay(system, runtime.bus, log),
    async close() {
      await Promise.all([forTenants.$disconnect(), forSystem.$disconnect()]);
      await opened.close();
    },
  };
}
