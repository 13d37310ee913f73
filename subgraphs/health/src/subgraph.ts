import { PrismaPg } from "@prisma/adapter-pg";
import { openDatabase } from "@wegraph/database/open";
import { PrismaClient } from "@wegraph/db-health/client";
import { schemaDir } from "@wegraph/db-health/location";
import { Database } from "@wegraph/kit/database";
import { DomainJobDesk } from "@wegraph/kit/domainJobDesk";
import { DomainSettingSource } from "@wegraph/kit/domainSettingSource";
import { JobHost } from "@wegraph/kit/jobHost";
import { Lease } from "@wegraph/kit/lease";
import { obeyLogLevel } from "@wegraph/kit/logLevel";
import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import { PostgresProbe } from "@wegraph/kit/postgresProbe";
import { OutboxRelay } from "@wegraph/kit/relay";
import type { Runtime } from "@wegraph/kit/runtime";
import type { Subgraph } from "@wegraph/kit/schema";
import { SettingsFollower } from "@wegraph/kit/settingsFollower";
import { listenForPurges } from "@wegraph/kit/tenantPurges";
import { domain } from "./health.database.ts";
import { healthJobs } from "./health.jobs.ts";
import { healthSettings } from "./health.settings.ts";
import { assemble } from "./parts.ts";
import type { HealthOptions } from "./parts.ts";
import { healthSchema } from "./schema.ts";

export interface Health {
  subgraph: Subgraph;
  /** What devices call in with, below `/webhooks/devices/`. */
  webhook(request: WebhookRequest): Promise<WebhookAnswer>;
  /** Relay, jobs and background work. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The domain, ready to answer; `start` sets its background work going. */
export async function openHealth(runtime: Runtime, options: HealthOptions): Promise<Health> {
  const log = runtime.log.child({ domain });
  const opened = await openDatabase({
    adminUrl: runtime.adminUrl,
    domainUrl: runtime.databaseUrls[domain],
    database: "health_management",
    schemaDir,
    secret: runtime.rootSecret,
    log,
    poolMax: 16,
  });
  const tenant = new PrismaClient({ adapter: new PrismaPg(opened.app) });
  const system = new PrismaClient({ adapter: new PrismaPg(opened.system) });
  const db = new Database(tenant, system, { log, metrics: runtime.metrics, auditedAs: domain });

  const { core } = options;
  const settings =
    core &&
    new SettingsFollower({
      service: domain,
      definitions: healthSettings,
      source: new DomainSettingSource(core),
      log,
    });
  const parts = assemble(db, { ...runtime, log }, { ...options, ...(settings && { settings }) });
  const jobHost = core && new JobHost({ desk: new DomainJobDesk(core), jobs: healthJobs(parts), log });
  const relay = new OutboxRelay(opened.system, runtime.bus, log);
  const { metrics } = runtime;
  metrics.pools.watch(domain, { app: opened.app, system: opened.system });
  runtime.health.register("database health", async () => void (await opened.system.query("SELECT 1")), {
    neededBy: `subgraph ${domain}`,
  });
  const probe = new PostgresProbe(metrics, opened.system, new Lease(opened.system, "postgres-probe"), domain);
  let purges: { stop(): Promise<void> } | undefined;

  return {
    subgraph: healthSchema(parts, runtime.bus.feed),
    webhook: (request) => parts.devices.ingress.handle(request),
    async start() {
      // Partitions first: without them nothing can be taken in.
      await parts.keeper.tidy();
      relay.start();
      settings?.start(runtime.bus);
      if (settings) obeyLogLevel([log], settings);
      parts.devices.start();
      parts.patients.stock.start();
      await parts.zoneWatch.start();
      jobHost?.start();
      purges = await listenForPurges(domain, runtime.bus, opened.system, log);
      probe.start();
    },
    async stop() {
      await jobHost?.stop();
      await parts.zoneWatch.stop();
      await parts.devices.stop();
      await parts.patients.stock.stop();
      await parts.vitals.intake.stop();
      await settings?.stop();
      await purges?.stop();
      await probe.stop();
      await relay.stop();
      await Promise.all([tenant.$disconnect(), system.$disconnect()]);
      await opened.close();
    },
  };
}
