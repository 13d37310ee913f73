import { z } from "zod";

const shape = z.object({
  DATABASE_URL: z.url(),
  NATS_URL: z.string(),
  REDIS_URL: z.string(),
  LOG_LEVEL: z.string().default("silent"),
});

/** The servers that tests may use; the test runner starts them and says where they are. */
export function testServers() {
  const { DATABASE_URL, NATS_URL, REDIS_URL, LOG_LEVEL } = shape.parse(process.env);
  return { databaseUrl: DATABASE_URL, natsUrl: NATS_URL, redisUrl: REDIS_URL, logLevel: LOG_LEVEL };
}

const workerShape = z.object({
  APP_DATABASE_URL: z.url(),
  SYSTEM_DATABASE_URL: z.url(),
  NATS_URL: z.string(),
  REDIS_URL: z.string(),
  QUEUE_SUFFIX: z.string(),
  /** The WeCom of the test, in a private network as it is. */
  WECOM_URL: z.url(),
  TIMINGS: z.string(),
  ROOT_SECRET: z.string(),
});

/** Of a message worker that a test starts as a process of its own. */
export function workerConfig() {
  return workerShape.parse(process.env);
}

const callbackShape = workerShape.omit({ WECOM_URL: true, TIMINGS: true }).extend({ HANDLES: z.string() });

/** Of a process that takes in callbacks, which a test starts. */
export function callbackProcessConfig() {
  return callbackShape.parse(process.env);
}

const syncShape = workerShape.omit({ QUEUE_SUFFIX: true, TIMINGS: true });

/** Of a process that reads contacts, which a test starts. */
export function syncProcessConfig() {
  return syncShape.parse(process.env);
}
