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
