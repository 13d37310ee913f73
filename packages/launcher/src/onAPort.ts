import { freePort } from "./ports.ts";
import { NotReady } from "./readiness.ts";

/**
 * Runs `start` on the usual port, or another when that is taken. Between finding a port free and
 * listening on it another process may take it: then, and only then, once more on another.
 */
export async function onAPort<Started>(
  usualPort: number,
  start: (port: number) => Promise<Started>,
): Promise<Started> {
  try {
    return await start(await freePort(usualPort));
  } catch (error) {
    const taken =
      error instanceof NotReady && error.lines.some((line) => /address already in use/i.test(line));
    if (!taken) throw error;
    return start(await freePort());
  }
}
