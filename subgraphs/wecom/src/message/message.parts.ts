import { defaultSettings } from "@wegraph/kit/liveSettings";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { WorkQueue } from "@wegraph/kit/queue";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { Redis } from "ioredis";
import { AppAccess } from "../app/app.access.ts";
import { AppProbe } from "../app/app.probe.ts";
import { AccountApps } from "../app/app.service.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { MediaDoor } from "../media/media.door.ts";
import { MediaReader } from "../media/media.reader.ts";
import { MediaService } from "../media/media.service.ts";
import { PostgresMediaStore } from "../media/media.store.ts";
import { MediaUploads } from "../media/media.uploads.ts";
import type { QuotaMeter } from "@wegraph/kit/quotaMeter";
import { MessageAcceptance } from "./acceptance/message.acceptance.ts";
import { ServerApis } from "../serverApi/serverApis.ts";
import { MessagePlanner } from "./acceptance/message.planner.ts";
import { MessageBatchReader } from "./batch/batch.reader.ts";
import { MessageBatchProgress } from "./batch/batch.progress.ts";
import { CardTaps } from "./card/card.taps.ts";
import { GroupSendActs } from "./groupSend/groupSend.acts.ts";
import { GroupSendHandOver } from "./groupSend/groupSend.handOver.ts";
import { GroupSendReader } from "./groupSend/groupSend.reader.ts";
import { GroupSendCheck } from "./groupSend/groupSend.results.ts";
import { GroupSendStore } from "./groupSend/groupSend.store.ts";
import { GroupSendWorker } from "./groupSend/groupSend.worker.ts";
import { ProviderLimits } from "./limits/limits.service.ts";
import { RateLimiter } from "./limits/rateLimiter.ts";
import { MessageActs } from "./message.acts.ts";
import { MessageBounces } from "./message.bounces.ts";
import { MessageKeeper } from "./message.keeper.ts";
import { MessageQueue } from "./message.queue.ts";
import { MessageReader } from "./message.reader.ts";
import { MessageRecall } from "./message.recall.ts";
import { MessageReach } from "./message.reach.ts";
import { MessageReceipts } from "./message.receipts.ts";
import { MessageService } from "./message.service.ts";
import { messagePool, messageTimings } from "./message.timings.ts";
import type { MessagePool, MessageTimings } from "./message.timings.ts";
import { AppVault } from "./routing/appVault.ts";
import { MessageReassign } from "./routing/message.reassign.ts";
import { MessageRerouter } from "./routing/message.rerouter.ts";
import { MessageRouter } from "./routing/message.router.ts";
import { SendingAccounts } from "./routing/senders.ts";
import { MessageClaims } from "./sending/claims.ts";
import { CorpAppSender } from "./sending/corpApp.sender.ts";
import { MessageWorker } from "./sending/message.worker.ts";
import { SendingMetrics } from "./sending/sending.metrics.ts";
import { requestsMax } from "./sending/sending.settings.ts";
import { StatusWriter } from "./sending/statusWriter.ts";
import { MessageSweeper } from "./sending/sweeper.ts";
import { AccountDashboardReader } from "./stats/dashboard.reader.ts";
import { MessageStatsReader } from "./stats/stats.reader.ts";
import { UsageKeeper } from "./stats/usage.keeper.ts";
import { TenantUsageReader } from "./stats/usage.reader.ts";
import { Keywords } from "./template/keywords.ts";
import { TemplateReader } from "./template/template.reader.ts";
import { TemplateService } from "./template/template.service.ts";

export interface MessageOptions {
  timings?: MessageTimings;
  pool?: MessagePool;
  /** Keeps the jobs of several installations on one NATS server apart. */
  queueSuffix?: string;
}

interface Given extends MessageOptions {
  settings?: LiveSettings;
  /** WeCom refused a message because of its frequency. */
  onLimited: (message: { tenantId: string; accountId: string }) => void;
  meter: QuotaMeter;
  db: WecomDatabase;
  redis: Redis;
  workQueue: WorkQueue;
  secrets: SecretBox;
  metrics: Metrics;
  trustedOrigins: readonly string[];
  clock: () => Date;
  log: Logger;
}

export type MessageParts = ReturnType<typeof assembleMessages>;

/** Everything about messages: what is made of what. */
export function assembleMessages(given: Given) {
  const { db, meter, redis, workQueue, secrets, clock, log, queueSuffix } = given;
  const { timings = messageTimings, pool = messagePool, settings = defaultSettings } = given;
  const { duplicateWindowMs, flushMs, requeueMs } = timings;
  const queue = new MessageQueue(workQueue, queueSuffix);
  const limits = new ProviderLimits(db);
  const vault = new AppVault(secrets);
  const progress = new MessageBatchProgress(db, log);
  const router = new MessageRouter(db, limits, clock);
  const acceptance = new MessageAcceptance({ queue, limits, meter, clock, requeueMs });
  const templates = new TemplateReader(db);
  const keywords = new Keywords(db, clock);
  const reach = new MessageReach(db);
  const connectionsMax = Math.max(pool.requests.SINGLE + pool.requests.BULK, requestsMax);
  const { trustedOrigins } = given;
  const apis = new ServerApis({ trustedOrigins, redis, secrets, log, connectionsMax });
  const appAccess = new AppAccess(db, vault, clock);
  const appProbe = new AppProbe(apis, appAccess);
  const sender = new CorpAppSender({ apis, duplicateWindowMs });
  const mediaStore = new PostgresMediaStore(db);
  const media = new MediaReader(db);
  const mediaService = new MediaService(db, mediaStore, clock);
  const uploads = new MediaUploads(db, mediaStore, apis);
  const writer = new StatusWriter({ db, progress, clock, log, flushMs });
  const accounts = new SendingAccounts(db, vault);
  const limiter = new RateLimiter(redis);
  const groupSends = new GroupSendReader(db, reach);
  const groupSendStore = new GroupSendStore({ db, progress, clock });
  const groupSendWorker = new GroupSendWorker({
    store: groupSendStore,
    handOver: new GroupSendHandOver({
      store: groupSendStore,
      media: uploads,
      accounts,
      limits,
      limiter,
      apis,
      timings,
      clock,
    }),
    check: new GroupSendCheck({ store: groupSendStore, accounts, apis, timings, clock }),
    everyMs: timings.sweepMs,
    clock,
    log,
  });
  const worker = new MessageWorker({
    claims: new MessageClaims(db, timings),
    limiter,
    metrics: new SendingMetrics(given.metrics),
    onLimited: given.onLimited,
    accounts,
    limits,
    sender,
    media: uploads,
    writer,
    timings,
    pool,
    settings,
    clock,
    log,
  });
  const keeper = new MessageKeeper(db, log);
  const usageKeeper = new UsageKeeper(db, clock, log);
  const service = new MessageService({ db, acceptance, router, templates, keywords, media, clock });
  const reassign = new MessageReassign(limits, clock);
  const rerouter = new MessageRerouter({ db, reassign, timings, log });
  const sweeper = new MessageSweeper({ db, queue, timings, log });

  /** What must be there before a message can be accepted. */
  const prepare = async () => {
    await keeper.start();
    await limits.seed();
    usageKeeper.start();
  };

  return {
    appAccess,
    appProbe,
    apps: new AccountApps({ db, vault, access: appAccess, probe: appProbe, trustedOrigins, clock }),
    limits,
    keywords,
    templates,
    templateService: new TemplateService(db, clock),
    groupSends,
    groupSendActs: new GroupSendActs({ db, reach, accounts, apis, clock }),
    groupSendWorker,
    cardTaps: new CardTaps({ db, accounts, apis, reach, clock }),
    media,
    mediaService,
    uploads,
    mediaDoor: new MediaDoor({ service: mediaService, reader: media, store: mediaStore, log }),
    reach,
    /** WeCom's API, for whatever calls it; to be closed when nothing does any more. */
    apis,
    accounts,
    acceptance,
    sender,
    worker,
    sweeper,
    rerouter,
    keeper,
    service,
    planner: new MessagePlanner({ db, service, router, limits, clock }),
    reader: new MessageReader(db, reach),
    batches: new MessageBatchReader(db),
    stats: new MessageStatsReader(db, reach, clock),
    dashboard: new AccountDashboardReader(db, reach, limits, clock),
    usage: new TenantUsageReader(db, clock),
    usageKeeper,
    recall: new MessageRecall({ db, reach, accounts, sender, clock }),
    /** For whatever hears from WeCom what became of sent messages. */
    receipts: new MessageReceipts({ db, progress, clock }),
    bounces: new MessageBounces({ progress, clock }),
    acts: new MessageActs({ db, reach, acceptance, router, progress, meter, clock }),
    prepare,
    /** Sends and sweeps; any number of processes may. */
    async start(): Promise<void> {
      await prepare();
      await worker.start(queue);
      sweeper.start();
      rerouter.start();
      groupSendWorker.start();
    },
    /** The queue must have stopped before, so that nothing new is begun. */
    async stop(): Promise<void> {
      await keeper.stop();
      await usageKeeper.stop();
      await sweeper.stop();
      await rerouter.stop();
      await groupSendWorker.stop();
      await writer.stop();
      progress.stop();
    },
  };
}
