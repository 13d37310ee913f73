import { schemaDir } from "@wegraph/db-core/location";
import type { FileAnswer, FileRequest } from "@wegraph/kit/files";
import { obeyLogLevel } from "@wegraph/kit/logLevel";
import { openDomain } from "@wegraph/kit/openDomain";
import type { Runtime } from "@wegraph/kit/runtime";
import type { Subgraph } from "@wegraph/kit/schema";
import { listenForAudit } from "./audit/audit.listener.ts";
import { connect, domain } from "./database.ts";
import { coreJobs } from "./core.jobs.ts";
import { Housekeeping } from "./housekeeping.ts";
import { assemble } from "./parts.ts";
import type { CoreOptions } from "./parts.ts";
import type { CatalogueEntry } from "./role/permissions.rules.ts";
import { coreSchema } from "./schema.ts";
import type { IdentitySetup } from "./setup/identitySetup.ts";

export interface Core {
  subgraph: Subgraph;
  /** Peoples an empty platform. */
  setup: IdentitySetup;
  /** For the composition root: what another domain asks for can be granted from then on. */
  declarePermissions(domain: string, permissions: readonly CatalogueEntry[]): Promise<void>;
  /** Files of tenants, below `/files/core/`. */
  file(request: FileRequest): Promise<FileAnswer>;
  /** Relay, listener and housekeeping. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** The domain, ready to answer; `start` sets its background work going. */
export async function openCore(runtime: Runtime, options: CoreOptions): Promise<Core> {
  const opened = await openDomain(runtime, {
    domain,
    database: "saas_unified_core",
    schemaDir,
    client: connect,
  });
  const { log, db, relay, system } = opened;
  const parts = assemble(db, { ...runtime, log }, options);
  await parts.catalogue.start();
  await parts.hasher.warmUp();
  const housekeeping = new Housekeeping(db, parts.catalogue, log);
  const jobHost = parts.jobs.host(coreJobs({ db, parts, pool: system, clock: runtime.clock }));
  let listener: { stop(): Promise<void> } | undefined;
  let healthAlerts: { stop(): Promise<void> } | undefined;

  return {
    subgraph: coreSchema(parts, runtime.bus.feed),
    setup: parts.setup,
    file: (request) => parts.files.door.handle(request),
    declarePermissions: (name, permissions) => parts.catalogue.declare(name, permissions),
    async start() {
      await housekeeping.start();
      relay.start();
      listener = await listenForAudit(runtime.bus, db, parts.audit.appender);
      await parts.settings.start(runtime.bus);
      obeyLogLevel([runtime.log, log], parts.settings.live);
      await parts.audit.worker.start(runtime.queue);
      await parts.webhooks.start(runtime.bus, runtime.queue);
      jobHost.start();
      parts.notifications.start();
      await parts.quotas.start(runtime.bus);
      parts.metrics.start({ ...runtime, pool: system });
      parts.uptime.start(runtime.bus);
      await parts.alerting.start(runtime.bus);
      healthAlerts = await parts.healthAlerts.listen(runtime.bus);
    },
    async stop() {
      await jobHost.stop();
      await parts.settings.stop();
      await housekeeping.stop();
      await healthAlerts?.stop();
      await parts.alerting.stop();
      await parts.uptime.stop();
      await parts.metrics.stop();
      await parts.webhooks.stop();
      await parts.files.close();
      await parts.quotas.stop();
      await parts.notifications.stop();
      await listener?.stop();
      await relay.stop();
      await opened.close();
    },
  };
}
