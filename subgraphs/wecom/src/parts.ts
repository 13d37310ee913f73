import type { DomainCaller } from "@wegraph/kit/domainCaller";
import { defaultSettings } from "@wegraph/kit/liveSettings";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Runtime } from "@wegraph/kit/runtime";
import { AccountOverview } from "./account/account.overview.ts";
import { AccountReader } from "./account/account.reader.ts";
import { AccountService } from "./account/account.service.ts";
import { AccountSignals } from "./alert/accountSignals.ts";
import { assembleAlerts } from "./alert/alert.parts.ts";
import { accountTimings } from "./account/account.timings.ts";
import type { AccountTimings } from "./account/account.timings.ts";
import { Transitions, healthEveryMs } from "./account/account.transitions.ts";
import { LoginVault } from "./account/account.vault.ts";
import { BulkProgress } from "./bulk/bulk.progress.ts";
import { BulkReader } from "./bulk/bulk.reader.ts";
import { BulkService } from "./bulk/bulk.service.ts";
import { BulkWorker } from "./bulk/bulk.worker.ts";
import { AppReader } from "./app/app.reader.ts";
import type { CallbackHandler } from "./callback/callback.handler.ts";
import { CallbackIngress } from "./callback/callback.ingress.ts";
import { assembleCallbacks } from "./callback/callback.parts.ts";
import type { CallbackOptions } from "./callback/callback.parts.ts";
import { CardHandler } from "./callback/handlers/card.handler.ts";
import { DormancyHandler } from "./callback/handlers/dormancy.handler.ts";
import { assembleConversations } from "./conversation/conversation.parts.ts";
import { assembleContacts } from "./contact/contact.parts.ts";
import type { ContactTimings } from "./contact/contact.timings.ts";
import { CorpDirectory } from "./corp/corp.directory.ts";
import { CorpService } from "./corp/corp.service.ts";
import { CorpVault } from "./corp/corp.vault.ts";
import type { Connectors } from "./driver/connector.ts";
import { CorpAppConnector } from "./driver/corpApp/corpApp.connector.ts";
import { InstanceConnector } from "./driver/instance/instance.connector.ts";
import { DriverMetrics } from "./driver/driver.metrics.ts";
import { assembleDriver, driverOptions } from "./driver/driver.parts.ts";
import type { DriverOptions } from "./driver/driver.parts.ts";
import { HealthKeeper } from "./health/health.keeper.ts";
import { HistoryReader } from "./history/history.reader.ts";
import { AppVault } from "./message/routing/appVault.ts";
import { CardTapHandler } from "./message/card/cardTap.handler.ts";
import { assembleMessages } from "./message/message.parts.ts";
import type { MessageOptions } from "./message/message.parts.ts";
import { InstanceProvider } from "./provider/instance.provider.ts";
import { accountStock } from "./quota/accountStock.ts";
import { MessageFlow } from "./quota/messageFlow.ts";
import { QuotaMeter } from "@wegraph/kit/quotaMeter";
import { AccountSetup } from "./setup/account.setup.ts";
import { domain } from "./wecom.database.ts";
import type { WecomDatabase } from "./wecom.database.ts";

export interface WecomOptions {
  /** How core is asked; without it the domain runs by itself, and nothing is metered. */
  core?: DomainCaller;
  /** What can be changed while it runs; without it everything is at its default. */
  settings?: LiveSettings;
  /** Where providers reach the platform. */
  publicUrl: string;
  /** Addresses of providers that may lie in a private network and be reached without encryption. */
  trustedProviders: readonly string[];
  timings?: AccountTimings;
  driver?: DriverOptions;
  messages?: MessageOptions;
  contacts?: ContactTimings;
  callbacks?: CallbackOptions;
}

export type WecomParts = ReturnType<typeof assemble>;

/** The domain's parts list: what is made of what. Tests use the same. */
export function assemble(db: WecomDatabase, runtime: Runtime, options: WecomOptions) {
  const { clock, secrets, log, metrics: registry, queue, redis } = runtime;
  const { publicUrl, timings = accountTimings, driver = driverOptions } = options;
  const { settings = defaultSettings } = options;
  const random = Math.random;
  const trustedOrigins = options.trustedProviders.map((url) => new URL(url).origin);
  const vault = new LoginVault(secrets);
  const corpVault = new CorpVault(secrets);

  const corps = new CorpDirectory(db, corpVault, publicUrl);
  const transitions = new Transitions({ db, vault, timings, clock, random });
  const metrics = new DriverMetrics(registry);
  const provider = new InstanceProvider({ trustedOrigins, onCall: metrics.onCall });
  const progress = new BulkProgress(db, log);
  const healthKeeper = new HealthKeeper(db, healthEveryMs, clock, log);

  const meter = new QuotaMeter(domain, options.core, db, log);
  const signals = new AccountSignals(db, clock, log);
  const messages = assembleMessages({
    ...options.messages,
    settings,
    onLimited: ({ tenantId, accountId }) => signals.note(tenantId, accountId, "FREQUENCY_LIMITED"),
    db,
    meter,
    redis,
    secrets,
    clock,
    log,
    trustedOrigins,
    workQueue: queue,
    metrics: registry,
  });

  const conversations = assembleConversations({ db, messages, clock, log });
  const contacts = assembleContacts({
    db,
    redis,
    secrets,
    apis: messages.apis,
    limits: messages.limits,
    timings: options.contacts,
    settings,
    clock,
    log,
  });
  /** Each is given the callbacks it wants; see callback.handler.ts. */
  const callbackHandlers: CallbackHandler[] = [
    ...conversations.callbackHandlers,
    ...contacts.callbackHandlers,
    new CardHandler(db, messages.receipts),
    new CardTapHandler(db, messages.cardTaps),
    new DormancyHandler(db),
  ];
  const callbacks = assembleCallbacks({
    ...options.callbacks,
    db,
    secrets,
    workQueue: queue,
    handlers: callbackHandlers,
    metrics: registry,
    clock,
    log,
  });

  const connectors: Connectors = {
    INSTANCE: new InstanceConnector(corps, provider),
    CORP_APP: new CorpAppConnector(messages.appAccess, messages.appProbe),
  };
  const driverParts = { db, vault, connectors, transitions, timings, clock, log, metrics };

  const { limits } = messages;
  const alerts = assembleAlerts({
    db,
    feed: runtime.bus.feed,
    transitions,
    limits,
    signals,
    settings,
    clock,
    log,
  });

  return {
    messages,
    accountStock: accountStock(db, meter, log),
    messageFlow: new MessageFlow({ db, meter, clock }),
    alerts,
    conversations,
    contacts,
    callbacks,
    provider,
    corpDirectory: corps,
    appReader: new AppReader(db, new AppVault(secrets), publicUrl),
    transitions,
    driverParts,
    worker: assembleDriver(driverParts, driver),
    healthKeeper,
    ingress: new CallbackIngress({ db, corps, transitions, clock, log, metrics: registry }),
    corps: new CorpService(db, corpVault, trustedOrigins),
    accounts: new AccountService({
      db,
      vault,
      transitions,
      apps: messages.apps,
      meter,
      timings,
      clock,
      random,
    }),
    reader: new AccountReader(db, vault),
    overview: new AccountOverview(db, clock),
    history: new HistoryReader(db, clock),
    progress,
    bulk: new BulkService(db, queue, progress, clock),
    bulkReader: new BulkReader(db),
    bulkWorker: new BulkWorker(db, transitions, progress, clock, log),
    setup: new AccountSetup({ db, vault: corpVault, keeper: healthKeeper, publicUrl, timings, clock }),
  };
}
