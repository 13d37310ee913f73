import { PrismaPg } from "@prisma/adapter-pg";
import { openDatabase } from "@wegraph/database/open";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { schemaDir } from "@wegraph/db-wecom/location";
import { Database } from "@wegraph/kit/database";
import { Lease } from "@wegraph/kit/lease";
import { MeasurementShipper } from "@wegraph/kit/measurementShipper";
import { PostgresProbe } from "@wegraph/kit/postgresProbe";
import { DomainJobDesk } from "@wegraph/kit/domainJobDesk";
import { DomainSettingSource } from "@wegraph/kit/domainSettingSource";
import { JobHost } from "@wegraph/kit/jobHost";
import { obeyLogLevel } from "@wegraph/kit/logLevel";
import { OutboxRelay } from "@wegraph/kit/relay";
import { SettingsFollower } from "@wegraph/kit/settingsFollower";
import type { Runtime } from "@wegraph/kit/runtime";
import type { Subgraph } from "@wegraph/kit/schema";
import type { FileAnswer, FileRequest } from "@wegraph/kit/files";
import type { WebhookAnswer, WebhookRequest } from "@wegraph/kit/webhook";
import { BusinessReader } from "./business/business.reader.ts";
import { BusinessSampler } from "./business/business.sampler.ts";
import { receiveWebhook } from "./callback/webhook.ts";
import { DueListener } from "./driver/dueListener.ts";
import { assemble } from "./parts.ts";
import type { WecomOptions } from "./parts.ts";
import { wecomSchema } from "./schema.ts";
import type { AccountSetup } from "./setup/account.setup.ts";
import { listenForPurges } from "@wegraph/kit/tenantPurges";
import { domain } from "./wecom.database.ts";
import { wecomJobs } from "./wecom.jobs.ts";
import { wecomSettings } from "./wecom.settings.ts";
import type { WecomRole } from "./wecom.roles.ts";

export interface Wecom {
  subgraph: Subgraph;
  /** Peoples an empty database. */
  setup: AccountSetup;
  /** What providers call in with, below `/webhooks/wecom/`. */
  webhook(request: WebhookRequest): Promise<WebhookAnswer>;
  /** Files of messages, below `/files/wecom/`. */
  file(request: FileRequest): Promise<FileAnswer>;
  /** Driver, health, bulk work and relay. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const bulkConcurrency = 4;

/** The domain, ready to answer; `start` sets its background work going. */
export async function openWecom(
  runtime: Runtime,
  { role = "all", ...options }: WecomOptions & { role?: WecomRole },
): Promise<Wecom> {
  const log = runtime.log.child({ domain });
  const opened = await openDatabase({
    adminUrl: runtime.adminUrl,
    domainUrl: runtime.databaseUrls[domain],
    database: "wework_platform",
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
      definitions: wecomSettings,
      source: new DomainSettingSource(core),
      log,
    });
  const parts = assemble(db, { ...runtime, log }, { ...options, ...(settings && { settings }) });
  const jobs = wecomJobs(parts);
  const jobHost = core && new JobHost({ desk: new DomainJobDesk(core), jobs, log });
  const relay = new OutboxRelay(opened.system, runtime.bus, log);
  const listener = new DueListener(opened.system, () => parts.worker.wake(), log);
  const { metrics, clock } = runtime;
  metrics.pools.watch(domain, { app: opened.app, system: opened.system });
  runtime.health.register("database wecom", async () => void (await opened.system.query("SELECT 1")), {
    neededBy: `subgraph ${domain}`,
  });
  const shipper = new MeasurementShipper({ connection: runtime.bus.connection, metrics, log });
  const business = new BusinessSampler({
    reader: new BusinessReader(db, clock),
    lease: new Lease(opened.system, "business-metrics"),
    ship: (at, samples) => shipper.samples(at, samples),
    log,
  });
  const probe = new PostgresProbe(metrics, opened.system, new Lease(opened.system, "postgres-probe"), domain);

  let purges: { stop(): Promise<void> } | undefined;

  const doors = { instances: parts.ingress, apps: parts.callbacks.ingress };

  return {
    subgraph: wecomSchema(parts, runtime.bus.feed, runtime.clock),
    setup: parts.setup,
    webhook: (request) => receiveWebhook(doors, request),
    file: (request) => parts.messages.mediaDoor.handle(request),
    async start() {
      relay.start();
      settings?.start(runtime.bus);
      if (settings) obeyLogLevel([log], settings);
      await (role === "api" ? parts.messages.prepare() : parts.messages.start());
      if (role === "messages") return;
      jobHost?.start();
      purges = await listenForPurges(domain, runtime.bus, opened.system, log);
      business.start();
      probe.start();
      await parts.bulkWorker.start(runtime.queue, bulkConcurrency);
      await parts.callbacks.start();
      await parts.alerts.keeper.start();
      parts.contacts.start();
      parts.conversations.kfSweeper.start();
      parts.healthKeeper.start();
      parts.accountStock.start();
      parts.worker.start();
      await listener.start();
    },
    async stop() {
      await jobHost?.stop();
      await settings?.stop();
      listener.stop();
      await purges?.stop();
      await parts.accountStock.stop();
      await Promise.all([business.stop(), probe.stop()]);
      await parts.alerts.keeper.stop();
      await parts.contacts.stop();
      await parts.conversations.kfSweeper.stop();
      parts.callbacks.quiesce();
      // What is being sent is finished and written down while the database is there.
      await runtime.queue.stop();
      await parts.messages.stop();
      await parts.callbacks.stop();
      await parts.worker.stop();
      await parts.healthKeeper.stop();
      parts.progress.stop();
      await relay.stop();
      await Promise.all([parts.provider.close(), parts.messages.apis.close()]);
      await Promise.all([tenant.$disconnect(), system.$disconnect()]);
      await opened.close();
    },
  };
}
