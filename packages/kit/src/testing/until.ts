import { setTimeout as sleep } from "node:timers/promises";

/** Waits for a state instead of for a time. @throws when it has not come `withinMs` later. */
export async function until(what: string, claim: () => unknown, withinMs = 10_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await claim()); await sleep(20))
    if (Date.now() > end) throw new Error(`not within ${withinMs} ms: ${what}`);
}
