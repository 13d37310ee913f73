/** One way to do the operation that is measured; `caller` numbers who does it at the same time. */
export interface Way {
  name: string;
  run(caller: number): Promise<unknown>;
}

export interface Rate {
  name: string;
  /** Median over the rounds. */
  perSecond: number;
  /** Median of the rounds' shares of what the first way did in the same round: 0.9 = a tenth slower. */
  share: number;
}

export interface AlternateOptions {
  concurrency: number;
  rounds: number;
  roundMs: number;
}

/**
 * Measures ways of doing one thing against the first of them. All ways have their turn in every round, in turning
 * order, so that whatever else the machine does meets them alike.
 */
export async function alternate(ways: readonly Way[], options: AlternateOptions): Promise<Rate[]> {
  for (const way of ways) await rate(way, { ...options, roundMs: options.roundMs / 2 }); // warms up, not counted
  const rounds: Map<Way, number>[] = [];
  for (let round = 0; round < options.rounds; round++) {
    const measured = new Map<Way, number>();
    for (let i = 0; i < ways.length; i++) {
      const way = ways[(i + round) % ways.length];
      if (way) measured.set(way, await rate(way, options));
    }
    rounds.push(measured);
  }
  const [first] = ways;
  return ways.map((way) => {
    const own = (of: Way | undefined) => rounds.map((measured) => (of && measured.get(of)) ?? Number.NaN);
    const base = own(first);
    return {
      name: way.name,
      perSecond: median(own(way)),
      share: median(own(way).map((value, i) => value / (base[i] ?? Number.NaN))),
    };
  });
}

async function rate(way: Way, { concurrency, roundMs }: AlternateOptions): Promise<number> {
  const startedAt = performance.now();
  let done = 0;
  const work = async (caller: number) => {
    while (performance.now() - startedAt < roundMs) {
      await way.run(caller);
      done++;
    }
  };
  await Promise.all(Array.from({ length: concurrency }, (_, caller) => work(caller)));
  return (done * 1_000) / (performance.now() - startedAt);
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const low = sorted[Math.ceil(middle) - 1] ?? Number.NaN;
  const high = sorted[Math.floor(middle)] ?? Number.NaN;
  return (low + high) / 2;
}
