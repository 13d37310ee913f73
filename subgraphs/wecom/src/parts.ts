import type { Runtime } from "@wegraph/kit/runtime";
import { v7 } from "uuid";
import { AccountOverview } from "./account/account.overview.ts";
import { AccountReader } from "./account/account.reader.ts";
import { AccountService } from "./account/account.service.ts";
import { accountTimings } from "./account/account.timings.ts";
import type { AccountTimings } from "./account/account.timings.ts";
import { Transitions, healthEveryMs } from "./account/account.transitions.ts";
import { LoginVault } from "./account/account.vault.ts";
import { BulkProgress } from "./bulk/bulk.progress.ts";
import { BulkReader } from "./bulk/bulk.reader.ts";
import { BulkService } from "./bulk/bulk.service.ts";
import { BulkWorker } from "./bulk/bulk.worker.ts";
import { CallbackIngress } from "./callback/callback.ingress.ts";
import { CorpDirectory } from "./corp/corp.directory.ts";
import { CorpService } from "./corp/corp.service.ts";
import { CorpVault } from "./corp/corp.vault.ts";
import { Claims } from "./driver/claims.ts";
import { Driver } from "./driver/driver.ts";
import { DriverMetrics } from "./driver/driver.metrics.ts";
import { HeartbeatBuffer } from "./driver/heartbeats.ts";
import { DriverWorker } from "./driver/worker.ts";
import { HealthKeeper } from "./health/health.keeper.ts";
import { HistoryReader } from "./history/history.reader.ts";
import { InstanceProvider } from "./provider/instance.provider.ts";
import { AccountSetup } from "./setup/account.setup.ts";
import type { WecomDatabase } from "./wecom.database.ts";

export interface WecomOptions {
  /** Where providers reach the platform. */
  publicUrl: string;
  /** Addresses of providers that may lie in a private network and be reached without encryption. */
  trustedProviders: readonly string[];
  timings?: AccountTimings;
  /** How long a worker that says nothing keeps an account. */
  leaseMs?: number;
  /** Accounts a worker is at work on at once. Most wait for the network, so it is not about cores. */
  concurrency?: number;
  random?: () => number;
}

export type WecomParts = ReturnType<typeof assemble>;

/** The domain's parts list: what is made of what. Tests use the same. */
export function assemble(db: WecomDatabase, runtime: Runtime, options: WecomOptions) {
  const { clock, secrets, log, metrics, queue } = runtime;
  const { publicUrl, timings = accountTimings, leaseMs = 30_000, concurrency = 64, random = Math.random } = options;
  const trustedOrigins = options.trustedProviders.map((url) => new URL(url).origin);
  const vault = new LoginVault(secrets);
  const corpVault = new CorpVault(secrets);

  const corpDirectory = new CorpDirectory(db, corpVault, publicUrl);
  const transitions = new Transitions({ db, vault, timings, clock, random });
  const driverMetrics = new DriverMetrics(metrics);
  const provider = new InstanceProvider({ trustedOrigins, onCall: driverMetrics.onCall });

  const claims = new Claims(db, v7(), leaseMs);
  const beats = new HeartbeatBuffer((batch) => claims.releaseBeats(batch), log);
  const driver = new Driver(
    { db, vault, corps: corpDirectory, provider, transitions, timings, clock, log, metrics: driverMetrics },
    claims,
    beats,
  );
  const progress = new BulkProgress(db, log);
  const healthKeeper = new HealthKeeper(db, healthEveryMs, clock, log);

  return {
    provider,
    transitions,
    claims,
    driver,
    worker: new DriverWorker(claims, driver, beats, { concurrency, idleMs: 500 }, driverMetrics, log),
    healthKeeper,
    ingress: new CallbackIngress({ db, corps: corpDirectory, transitions, clock, log, metrics }),
    corps: new CorpService(db, corpVault, trustedOrigins),
    accounts: new AccountService({ db, vault, transitions, timings, clock, random }),
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
