import { setTimeout as sleep } from "node:timers/promises";
import { expect, test } from "vitest";
import { LoopLoad } from "./loopLoad.ts";

function burn(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

test("beside a loop that has nothing to do nobody waits, nor for what was long ago", async () => {
  const load = new LoopLoad();
  burn(300);
  const startedAt = performance.now();
  await load.giveWay(60_000);
  expect(performance.now() - startedAt).toBeLessThan(30_000);
});

test("work waits while the loop is busy, but not for ever, and goes on when it is free", async () => {
  const load = new LoopLoad();
  const state = { isBusy: true };
  const busy = (async () => {
    // Turns of the loop with next to nothing between them.
    while (state.isBusy) {
      burn(25);
      await new Promise((resolve) => setImmediate(resolve));
    }
  })();
  await sleep(50);
  const waited = async (mostMs: number): Promise<number> => {
    const startedAt = performance.now();
    await load.giveWay(mostMs);
    return performance.now() - startedAt;
  };
  await waited(50);
  expect(await waited(300)).toBeGreaterThanOrEqual(300);

  const waiting = waited(60_000);
  state.isBusy = false;
  await busy;
  expect(await waiting).toBeLessThan(30_000);
});
