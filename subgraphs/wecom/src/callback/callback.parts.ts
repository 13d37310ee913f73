import type { Logger } from "@wegraph/kit/log";
import type { Metrics } from "@wegraph/kit/metrics";
import type { WorkQueue } from "@wegraph/kit/queue";
import type { SecretBox } from "@wegraph/kit/secrets";
import { AppVault } from "../message/routing/appVault.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { CallbackHandler } from "./callback.handler.ts";
import { CallbackKeeper } from "./callback.keeper.ts";
import { CallbackQueue } from "./callback.queue.ts";
import { callbackTimings } from "./callback.timings.ts";
import type { CallbackTimings } from "./callback.timings.ts";
import { CallbackVault } from "./callback.vault.ts";
import { CallbackSettling } from "./handling/callback.settle.ts";
import { CallbackSweeper } from "./handling/callback.sweeper.ts";
import { CallbackTurns } from "./handling/callback.turns.ts";
import { WaitingCallbacks } from "./handling/callback.waiting.ts";
import { CallbackWorker } from "./handling/callback.worker.ts";
import { AppDirectory } from "./intake/app.directory.ts";
import { AppIngress } from "./intake/app.ingress.ts";
import { AppVerification } from "./intake/app.verification.ts";
import { CallbackInbox } from "./intake/callback.inbox.ts";
import { RefusalCounts } from "./intake/refusal.counts.ts";
import { RefusalLimits } from "./intake/refusal.limits.ts";
import { CallbackContents } from "./log/callback.content.ts";
import { CallbackReach } from "./log/callback.reach.ts";
import { CallbackReader } from "./log/callback.reader.ts";
import { CallbackReplay } from "./log/callback.replay.ts";
import { CallbackStatsReader } from "./log/callbackStats.reader.ts";

export interface CallbackOptions {
  timings?: CallbackTimings;
  /** Keeps the jobs of several installations on one NATS server apart. */
  queueSuffix?: string;
}

interface Given extends CallbackOptions {
  db: WecomDatabase;
  workQueue: WorkQueue;
  secrets: SecretBox;
  handlers: readonly CallbackHandler[];
  metrics: Metrics;
  clock: () => Date;
  log: Logger;
}

export type CallbackParts = ReturnType<typeof assembleCallbacks>;

/** Everything about WeCom's callbacks to applications: what is made of what. */
export function assembleCallbacks(given: Given) {
  const { db, workQueue, secrets, handlers, metrics, clock, log } = given;
  const { timings = callbackTimings, queueSuffix } = given;
  const queue = new CallbackQueue(workQueue, queueSuffix);
  const vault = new CallbackVault(secrets);
  const waiting = new WaitingCallbacks(db);
  const inbox = new CallbackInbox({ db, queue, requeueMs: timings.requeueMs, clock, log });
  const refusals = new RefusalCounts(db, clock, log);
  const worker = new CallbackWorker({
    turns: new CallbackTurns(db, timings.turnMs),
    waiting,
    settling: new CallbackSettling(db, clock),
    vault,
    handlers,
    timings,
    log,
  });
  const sweeper = new CallbackSweeper(waiting, worker, timings.sweepMs, log);
  const keeper = new CallbackKeeper(db, log);

  const reach = new CallbackReach(db);

  return {
    reach,
    reader: new CallbackReader(db, reach),
    contents: new CallbackContents(db, reach, vault),
    replay: new CallbackReplay({ db, reach, queue, clock }),
    stats: new CallbackStatsReader(db, reach),
    inbox,
    worker,
    sweeper,
    keeper,
    vault,
    queue,
    ingress: new AppIngress({
      apps: new AppDirectory(db, new AppVault(secrets)),
      verification: new AppVerification(db),
      limits: new RefusalLimits(),
      inbox,
      vault,
      refusals,
      handlers,
      clock,
      log,
      metrics,
    }),
    /** Handles and sweeps; any number of processes may. */
    async start(): Promise<void> {
      await keeper.start();
      await worker.start(queue);
      sweeper.start();
    },
    /** Before the queue stops, so that no job begins another batch. */
    quiesce(): void {
      worker.stop();
    },
    async stop(): Promise<void> {
      worker.stop();
      await keeper.stop();
      await sweeper.stop();
      await inbox.stop();
      await refusals.stop();
    },
  };
}
