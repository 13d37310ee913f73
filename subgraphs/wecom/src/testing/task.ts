import { PrismaPg } from "@prisma/adapter-pg";
import { openPools } from "@wegraph/database/open";
import { PrismaClient } from "@wegraph/db-wecom/client";
import { Database } from "@wegraph/kit/database";
import { openRuntime } from "@wegraph/kit/runtime";
import { taskConfig } from "@wegraph/kit/testing/task.config";
import type { z } from "zod";

const connectionsMax = 6;

/** In a process that a test started: what it is to do, and the test's servers and database as the domain has them. */
export async function openTask<Task>(service: string, shape: z.ZodType<Task>) {
  const { ROOT_SECRET, ...config } = taskConfig();
  const { APP_DATABASE_URL: app, SYSTEM_DATABASE_URL: system } = config;
  const runtime = await openRuntime({
    service,
    logLevel: "silent",
    databaseUrl: system,
    natsUrl: config.NATS_URL,
    redisUrl: config.REDIS_URL,
    rootSecret: ROOT_SECRET,
  });
  const { log, metrics } = runtime;
  const pools = openPools({ app, system, owner: system }, log, connectionsMax);
  const db = new Database(
    new PrismaClient({ adapter: new PrismaPg(pools.app) }),
    new PrismaClient({ adapter: new PrismaPg(pools.system) }),
    { log, metrics },
  );
  return { task: shape.parse(JSON.parse(config.TASK)), runtime, db };
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
