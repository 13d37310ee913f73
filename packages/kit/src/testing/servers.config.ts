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
