import type { Stack } from "./stack.ts";

/** Test processes are started after this, and inherit it. */
export function publish({ databaseUrl, natsUrl, redisUrl }: Stack): void {
  Object.assign(process.env, { DATABASE_URL: databaseUrl, NATS_URL: natsUrl, REDIS_URL: redisUrl });
}
