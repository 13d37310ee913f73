import type { Figures } from "./measure.ts";

/** How many times faster we are to be than whom. */
const targets: readonly { our: string; peer: string; times: number }[] = [
  { our: "Wegraph", peer: "Apollo Gateway + Server", times: 7 },
  { our: "Wegraph", peer: "Hive Gateway --hive-router-runtime", times: 6 },
  { our: "Wegraph", peer: "the same, fetch replaced by undici's", times: 3 },
  { our: "Wegraph, in process", peer: "Apollo Gateway + Server", times: 9 },
];

export function report(connections: number, figures: ReadonlyMap<string, Figures>): void {
  console.log(`\n${connections} connections:`);
  console.table(Object.fromEntries([...figures].map(([name, each]) => [name, row(each)])));
  for (const { our, peer, times } of targets) {
    const [own, other] = [figures.get(our), figures.get(peer)];
    if (!own || !other) continue;
    const ratio = own.perSecond / other.perSecond;
    const verdict = ratio >= times ? "met" : "MISSED";
    const byCpu = cpuEach(other) / cpuEach(own);
    console.log(
      `${our} / ${peer}: ${ratio.toFixed(1)} x (at least ${times} x: ${verdict}); ${byCpu.toFixed(1)} x by processor time`,
    );
  }
  const own = figures.get("Wegraph");
  const peers = [...figures].filter(([name]) => !name.startsWith("Wegraph"));
  if (!own || peers.length === 0) return;
  const best = Math.min(...peers.map(([, { p99Ms }]) => p99Ms));
  const verdict = own.p99Ms <= best ? "met" : "MISSED";
  console.log(
    `p99 ${own.p99Ms.toFixed(1)} ms, the best of the others ${best.toFixed(1)} ms (no worse: ${verdict})`,
  );
}

/** Microseconds of processor time for one request. Says more than requests a second where others use the machine. */
function cpuEach({ cpu, perSecond }: Figures): number {
  return (cpu * 1_000_000) / perSecond;
}

function row(figures: Figures) {
  const { perSecond, p50Ms, p99Ms, cpu, subgraphsCpu, residentMb } = figures;
  return {
    "requests/s": Math.round(perSecond),
    "p50 ms": Number(p50Ms.toFixed(1)),
    "p99 ms": Number(p99Ms.toFixed(1)),
    CPU: percent(cpu),
    "subgraphs' CPU": percent(subgraphsCpu),
    "µs CPU each": Math.round(cpuEach(figures)),
    "RSS MB": Math.round(residentMb),
  };
}

const percent = (share: number) => `${Math.round(share * 100)} %`;
