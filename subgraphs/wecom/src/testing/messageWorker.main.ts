import "reflect-metadata";
import { once } from "node:events";
import { PrismaPg } from "@prisma/adapter-pg";
import { openPools } from "@wegraph/database/open";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { Database } from "@wegraph/kit/database";
import { openRuntime } from "@wegraph/kit/runtime";
import { assembleMessages } from "../message/message.parts.ts";
import { workerConfig } from "./config.ts";
import { timingsShape } from "./messageWorkers.ts";

/** Sends the messages of a test's database, in a process that the test may kill. */
async function main(): Promise<void> {
  const config = workerConfig();
  const runtime = await openRuntime({
    service: "message-worker",
    logLevel: "silent",
    databaseUrl: config.SYSTEM_DATABASE_URL,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    rootSecret: config.ROOT_SECRET,
  });
  const { log, metrics, redis, queue, secrets, clock } = runtime;
  const { APP_DATABASE_URL: app, SYSTEM_DATABASE_URL: system } = config;
  const pools = openPools({ app, system, owner: system }, log, 6);
  const db = new Database(
    new PrismaClient({ adapter: new PrismaPg(pools.app) }),
    new PrismaClient({ adapter: new PrismaPg(pools.system) }),
    { log, metrics },
  );
  const messages = assembleMessages({
    // Nobody looks at signals here; those of production are counted.
    onLimited: () => undefined,
    db,
    redis,
    secrets,
    metrics,
    clock,
    log,
    workQueue: queue,
    trustedOrigins: [config.WECOM_URL],
    queueSuffix: config.QUEUE_SUFFIX,
    // Little at a time, so that a kill leaves most of a batch to the others.
    pool: { jobs: { SINGLE: 1, BULK: 1 }, requests: { SINGLE: 8, BULK: 25 } },
    timings: timingsShape.parse(JSON.parse(config.TIMINGS)),
  });
  // Everything is there; it sends when it is told to.
  process.stdout.write("ready\n");
  await once(process.stdin, "data");
  await messages.start();
}

await main();
