import "reflect-metadata";
import { once } from "node:events";
import { domain } from "../wecom.database.ts";
import { assembleMessages } from "../message/message.parts.ts";
import { QuotaMeter } from "@wegraph/kit/quotaMeter";
import { workerTask } from "./messageWorker.ts";
import { openTask, say } from "./task.ts";

/** Sends the messages of a test's database, in a process that the test may kill. */
async function main(): Promise<void> {
  const { task, runtime, db } = await openTask("message-worker", workerTask);
  const { log, metrics, redis, queue, secrets, clock } = runtime;
  const messages = assembleMessages({
    // Nobody looks at signals here; those of production are counted.
    onLimited: () => undefined,
    db,
    meter: new QuotaMeter(domain, undefined, db, log),
    redis,
    secrets,
    metrics,
    clock,
    log,
    workQueue: queue,
    trustedOrigins: [task.wecomUrl],
    queueSuffix: task.queueSuffix,
    // Little at a time, so that a kill leaves most of a batch to the others.
    pool: { jobs: { SINGLE: 1, BULK: 1 }, requests: { SINGLE: 8, BULK: 25 } },
    timings: task.timings,
  });
  // Everything is there; it sends when it is told to.
  say("ready");
  await once(process.stdin, "data");
  await messages.start();
}

await main();
