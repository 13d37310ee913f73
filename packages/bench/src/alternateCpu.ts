/** One way to do what is measured. */
export type CpuWay = () => Promise<unknown>;

interface AlternateCpuOptions {
  rounds: number;
  roundMs: number;
}

/**
 * The processor time of one run of each way in microseconds, the median over rounds in which all ways have their
 * turn, in turning order. Other than time on the clock, it does not count what else the machine does.
 */
export async function alternateCpu(
  ways: readonly CpuWay[],
  { rounds, roundMs }: AlternateCpuOptions,
): Promise<number[]> {
  for (const way of ways) await costOf(way, roundMs * 3); // warms up, not counted
  const costs = ways.map((): number[] => []);
  for (let round = 0; round < rounds; round++)
    for (let turn = 0; turn < ways.length; turn++) {
      const index = (turn + round) % ways.length;
      const way = ways[index];
      if (way) costs[index]?.push(await costOf(way, roundMs));
    }
  return costs.map((each) => each.toSorted((a, b) => a - b)[Math.floor(each.length / 2)] ?? Number.NaN);
}

async function costOf(way: CpuWay, forMs: number): Promise<number> {
  const until = performance.now() + forMs;
  const before = process.cpuUsage();
  let done = 0;
  do {
    await way();
    done += 1;
  } while (performance.now() < until);
  const { user, system } = process.cpuUsage(before);
  return (user + system) / done;
}
