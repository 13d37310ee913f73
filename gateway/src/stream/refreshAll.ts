import { setImmediate as nextTurn } from "node:timers/promises";

const sliceMs = 10;

/** Refreshes one after the other, and lets whatever else waits have its turn in between. */
export async function refreshAll(all: Iterable<{ refresh(): void }>): Promise<void> {
  let sliceEndsAt = performance.now() + sliceMs;
  for (const each of all) {
    each.refresh();
    if (performance.now() < sliceEndsAt) continue;
    await nextTurn();
    sliceEndsAt = performance.now() + sliceMs;
  }
}
