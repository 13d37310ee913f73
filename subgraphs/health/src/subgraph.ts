import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@wegraph/db-health/client";
import { schemaDir } from "@wegraph/db-health/location";
import { DomainJobDesk } from "@wegraph/kit/domainJobDesk";
import { DomainSettingSource } from "@wegraph/kit/domainSettingSource";
import { JobHost } from "@wegraph/kit/jobHost";
import { Lease } from "@wegraph/kit/lease";
import { obeyLogLevel } from "@wegraph/kit/logLevel";
import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import { PostgresProbe } from "@wegraph/kit/postgresProbe";
import { openDomain } from "@wegraph/kit/openDomain";
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
  const opened = await openDomain(runtime, {
    domain,
    database: "health_management",
    schemaDir,
    poolMax: 16,
    client: (pool) => new PrismaClient({ adapter: new PrismaPg(pool) }),
  });
  const { log, db, relay, system } = opened;

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
  const probe = new PostgresProbe(runtime.metrics, system, new Lease(system, "postgres-probe"), domain);
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
      purges = await listenForPurges(domain, runtime.bus, system, log);
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
      await opened.close();
    },
  };
}
