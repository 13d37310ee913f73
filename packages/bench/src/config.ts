/** The browser that measurements on a screen use. */
export function chromiumPath(): string {
  return process.env["CHROMIUM_PATH"] ?? "/usr/bin/chromium";
}

/** What processes that a measurement starts inherit. */
export const environment: NodeJS.ProcessEnv = process.env;

/** The Redis that `npm run bench` brings along. */
export function redisUrl(): string | undefined {
  return process.env["REDIS_URL"];
}

/** The servers that `npm run bench` brings along. */
export function servers(): { databaseUrl: string; natsUrl: string; redisUrl: string } {
  const { DATABASE_URL: databaseUrl, NATS_URL: natsUrl, REDIS_URL: redis } = process.env;
  if (!databaseUrl || !natsUrl || !redis) throw new Error("Start a measurement with npm run bench.");
  return { databaseUrl, natsUrl, redisUrl: redis };
}
