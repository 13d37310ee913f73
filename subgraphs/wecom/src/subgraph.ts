import { PrismaPg } from "@prisma/adapter-pg";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { schemaDir } from "@wegraph/db-wecom/location";
import { Lease } from "@wegraph/kit/lease";
import { MeasurementShipper } from "@wegraph/kit/measurementShipper";
import { PostgresProbe } from "@wegraph/kit/postgresProbe";
import { DomainJobDesk } from "@wegraph/kit/domainJobDesk";
import { DomainSettingSource } from "@wegraph/kit/domainSettingSource";
import { JobHost } from "@wegraph/kit/jobHost";
import { obeyLogLevel } from "@wegraph/kit/logLevel";
import { openDomain } from "@wegraph/kit/openDomain";
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
  const opened = await openDomain(runtime, {
    domain,
    database: "wework_platform",
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
      definitions: wecomSettings,
      source: new DomainSettingSource(core),
      log,
    });
  const parts = assemble(db, { ...runtime, log }, { ...options, ...(settings && { settings }) });
  const jobs = wecomJobs(parts);
  const jobHost = core && new JobHost({ desk: new DomainJobDesk(core), jobs, log });
  const listener = new DueListener(system, () => parts.worker.wake(), log);
  const { metrics, clock } = runtime;
  const shipper = new MeasurementShipper({ connection: runtime.bus.connection, metrics, log });
  const business = new BusinessSampler({
    reader: new BusinessReader(db, clock),
    lease: new Lease(system, "business-metrics"),
    ship: (at, samples) => shipper.samples(at, samples),
    log,
  });
  const probe = new PostgresProbe(metrics, system, new Lease(system, "postgres-probe"), domain);

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
      purges = await listenForPurges(domain, runtime.bus, system, log);
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
      await opened.close();
    },
  };
}
