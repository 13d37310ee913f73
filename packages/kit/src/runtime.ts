import { Redis } from "ioredis";
import type { Logger } from "pino";
import { Bus } from "./bus.ts";
import { Health } from "./health.ts";
import { createLogger } from "./log.ts";
import { Metrics } from "./metrics.ts";
import { WorkQueue } from "./queue.ts";
import { SecretBox } from "./secrets.ts";

/** What every domain is given: the parts of the process it runs in. */
export interface Runtime {
  log: Logger;
  bus: Bus;
  queue: WorkQueue;
  /** A cache, never the truth: commands fail fast when it is gone, and callers go on without. */
  redis: Redis;
  metrics: Metrics;
  health: Health;
  secrets: SecretBox;
  clock: () => Date;
  /** URL of the Postgres server for roles, databases and migrations; `databaseUrls` overrides it by domain. */
  adminUrl: string;
  databaseUrls: Readonly<Record<string, string | undefined>>;
  rootSecret: string;
}

export interface RuntimeOptions {
  service: string;
  logLevel: string;
  natsUrl: string;
  redisUrl: string;
  databaseUrl: string;
  databaseUrls?: Readonly<Record<string, string | undefined>>;
  rootSecret: string;
}

export async function openRuntime(options: RuntimeOptions): Promise<Runtime & { close(): Promise<void> }> {
  const log = createLogger(options.service, options.logLevel);
  const bus = await Bus.connect(options.natsUrl, options.service, log);
  await bus.feed.start();
  const redis = new Redis(options.redisUrl, {
    lazyConnect: true,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: 500,
    retryStrategy: (attempt) => Math.min(200 * attempt, 2_000),
  });
  redis.on("error", (err: Error) => log.warn({ reason: err.message }, "redis"));
  await redis.connect().catch(() => undefined); // reported above; it goes on trying

  const health = new Health();
  health.register("nats", async () => {
    if (!bus.isConnected) throw new Error("disconnected");
    await bus.connection.rtt();
  });
  health.register("redis", async () => void (await redis.ping()), { critical: false });
  const queue = new WorkQueue(bus, log);

  return {
    log,
    bus,
    queue,
    redis,
    health,
    metrics: new Metrics(options.service),
    secrets: new SecretBox([options.rootSecret]),
    clock: () => new Date(),
    adminUrl: options.databaseUrl,
    databaseUrls: options.databaseUrls ?? {},
    rootSecret: options.rootSecret,
    async close() {
      await queue.stop();
      await bus.close();
      redis.disconnect();
    },
  };
}
