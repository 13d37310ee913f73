import { setTimeout as sleep } from "node:timers/promises";

export async function until(what: string, claim: () => unknown, withinMs = 20_000): Promise<void> {
  for (const end = Date.now() + withinMs; !(await claim()); await sleep(20))
    if (Date.now() > end) throw new Error(`Not within ${withinMs} ms: ${what}`);
}
