import type { MetricHub } from "./metricHub.ts";
import { LiveMetrics } from "./liveMetrics.ts";
import type { LiveUpdate } from "./liveMetrics.ts";

/** Who reads more slowly than it is measured gets the newest. */
const waitingMax = 4;

export interface StreamOptions {
  tenantId: string;
  names: readonly string[];
  seconds: number;
}

/** Updates for one who follows, until they return. */
export function liveStream(
  hub: MetricHub,
  { tenantId, names, seconds }: StreamOptions,
): AsyncIterableIterator<LiveUpdate> {
  const sums = seconds > 10 ? new LiveMetrics(seconds) : null;
  const waiting: LiveUpdate[] = [];
  let wake: ((result: IteratorResult<LiveUpdate>) => void) | undefined;
  let isOver = false;
  const push = (update: LiveUpdate) => {
    if (wake) {
      wake({ value: update, done: false });
      wake = undefined;
    } else if (waiting.push(update) > waitingMax) waiting.shift();
  };
  const leave = hub.follow({
    tenantId,
    names: new Set(names),
    tell: (samples) => {
      const update = sums ? sums.add(samples) : new LiveMetrics(10).only(samples);
      if (update) push(update);
    },
  });
  const end = (): Promise<IteratorResult<LiveUpdate>> => {
    if (!isOver) leave();
    isOver = true;
    wake?.({ value: undefined, done: true });
    return Promise.resolve({ value: undefined, done: true });
  };
  return {
    next() {
      const ready = waiting.shift();
      if (ready) return Promise.resolve({ value: ready, done: false });
      if (isOver) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve) => {
        wake = resolve;
      });
    },
    return: end,
    throw: end,
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
