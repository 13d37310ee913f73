import { defaultSettings } from "@wegraph/kit/liveSettings";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Logger } from "@wegraph/kit/log";
import type { SecretBox } from "@wegraph/kit/secrets";
import type { Redis } from "ioredis";
import type { CallbackHandler } from "../callback/callback.handler.ts";
import type { ProviderLimits } from "../message/limits/limits.service.ts";
import { RateLimiter } from "../message/limits/rateLimiter.ts";
import { AppVault } from "../message/routing/appVault.ts";
import type { ServerApis } from "../serverApi/serverApis.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { CallbackReads } from "./callbacks/callback.calls.ts";
import { CustomerHandler } from "./callbacks/customer.handler.ts";
import { DirectoryHandler } from "./callbacks/directory.handler.ts";
import { GroupHandler } from "./callbacks/group.handler.ts";
import { ContactActs } from "./contact.acts.ts";
import { ContactApps } from "./contact.apps.ts";
import { ContactCalls } from "./contact.calls.ts";
import { MobileVault } from "./contact.facts.ts";
import { ContactReach } from "./contact.reach.ts";
import { ContactReader } from "./contact.reader.ts";
import { contactTimings } from "./contact.timings.ts";
import type { ContactTimings } from "./contact.timings.ts";
import { GroupReader } from "./group.reader.ts";
import { MemberReader } from "./member.reader.ts";
import { ChangesSteps } from "./sync/changes.steps.ts";
import { ContactSteps } from "./sync/contact.steps.ts";
import { DirectorySteps } from "./sync/directory.steps.ts";
import { GroupSteps } from "./sync/group.steps.ts";
import { RunReader } from "./sync/run.reader.ts";
import { SyncReader } from "./sync/sync.reader.ts";
import { ContactSyncSchedule } from "./sync/sync.schedule.ts";
import { ContactSyncService } from "./sync/sync.service.ts";
import { SyncStore } from "./sync/sync.store.ts";
import { ContactSyncWorker } from "./sync/sync.worker.ts";
import { TagReader } from "./tag.reader.ts";

interface Given {
  db: WecomDatabase;
  redis: Redis;
  secrets: SecretBox;
  apis: ServerApis;
  limits: ProviderLimits;
  timings?: ContactTimings | undefined;
  settings?: LiveSettings;
  clock: () => Date;
  log: Logger;
}

export type ContactParts = ReturnType<typeof assembleContacts>;

/** Everything about contacts, groups and their syncs: what is made of what. */
export function assembleContacts(given: Given) {
  const { db, redis, secrets, apis, limits, clock, log, timings = contactTimings } = given;
  const { settings = defaultSettings } = given;
  const vault = new MobileVault(secrets);
  const apps = new ContactApps(db, new AppVault(secrets), apis);
  const calls = new ContactCalls(limits, new RateLimiter(redis), timings.waitMaxMs);
  const reach = new ContactReach(db);
  const syncReader = new SyncReader(calls);
  const contacts = new ContactSteps(db, syncReader, vault, clock);
  const worker = new ContactSyncWorker({
    store: new SyncStore(db, timings.leaseMs, clock),
    apps,
    reader: syncReader,
    directory: new DirectorySteps(db, syncReader, clock),
    contacts,
    changes: new ChangesSteps(db, syncReader, vault, contacts, clock),
    groups: new GroupSteps(db, syncReader, clock),
    timings,
    log,
  });
  const syncs = new ContactSyncService(db, apps, clock, () => worker.wake());
  const schedule = new ContactSyncSchedule(db, syncs, settings, timings.scheduleEveryMs, clock, log);
  const reads = new CallbackReads(apps, calls);
  const callbackHandlers: CallbackHandler[] = [
    new CustomerHandler(db, reads, vault, clock),
    new GroupHandler(db, reads, clock),
    new DirectoryHandler(db, reads, clock),
  ];

  return {
    worker,
    schedule,
    syncs,
    reach,
    callbackHandlers,
    runs: new RunReader(db),
    reader: new ContactReader(db, reach, vault),
    groups: new GroupReader(db, reach),
    members: new MemberReader(db),
    tags: new TagReader(db),
    acts: new ContactActs({ db, reach, apps, calls, vault, clock }),
    /** Syncs by themselves and when asked; any number of processes may. */
    start(): void {
      worker.start();
      schedule.start();
    },
    async stop(): Promise<void> {
      await schedule.stop();
      await worker.stop();
    },
  };
}
