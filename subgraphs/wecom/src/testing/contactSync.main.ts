import "reflect-metadata";
import { PrismaPg } from "@prisma/adapter-pg";
import { openPools } from "@wegraph/database/open";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { Database } from "@wegraph/kit/database";
import { openRuntime } from "@wegraph/kit/runtime";
import { assembleContacts } from "../contact/contact.parts.ts";
import { contactTimings } from "../contact/contact.timings.ts";
import { ProviderLimits } from "../message/limits/limits.service.ts";
import { ServerApis } from "../serverApi/serverApis.ts";
import { syncProcessConfig } from "./config.ts";

/** Reads the contacts of a test's database, in a process that the test may kill. */
async function main(): Promise<void> {
  const config = syncProcessConfig();
  const runtime = await openRuntime({
    service: "contact-sync",
    logLevel: "silent",
    databaseUrl: config.SYSTEM_DATABASE_URL,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    rootSecret: config.ROOT_SECRET,
  });
  const { log, metrics, redis, secrets, clock } = runtime;
  const { APP_DATABASE_URL: app, SYSTEM_DATABASE_URL: system } = config;
  const pools = openPools({ app, system, owner: system }, log, 6);
  const db = new Database(
    new PrismaClient({ adapter: new PrismaPg(pools.app) }),
    new PrismaClient({ adapter: new PrismaPg(pools.system) }),
    { log, metrics },
  );
  const contacts = assembleContacts({
    db,
    redis,
    secrets,
    clock,
    log,
    apis: new ServerApis({ trustedOrigins: [config.WECOM_URL], redis, secrets, log, connectionsMax: 8 }),
    limits: new ProviderLimits(db),
    timings: { ...contactTimings, leaseMs: 2_000, lookEveryMs: 20 },
  });
  contacts.worker.start();
  process.stdout.write("reading\n");
}

await main();
