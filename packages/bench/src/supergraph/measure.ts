import { fileURLToPath } from "node:url";
import { median } from "../alternate.ts";
import { ChildProcess } from "./childProcess.ts";
import type { Contender, Running } from "./contenders.ts";
import type { LoadOptions, LoadResult } from "./load.main.ts";

export interface Figures {
  /** All medians of the rounds. */
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** The share of one processor that the gateway had, and the subgraphs in the meantime. */
  cpu: number;
  subgraphsCpu: number;
  /** At the end of the last round. */
  residentMb: number;
}

export interface LoadPlace {
  connections: number;
  loadCpu: number;
}

export interface MeasureOptions extends LoadPlace {
  rounds: number;
  roundMs: number;
  subgraphs: ChildProcess;
}

/** By work done rather than by time: a compiler of code starts later where less is done in a second. */
const firstWork = { ms: 2_000, answersMin: 8_000 };
const beforeRound = { ms: 300 };
const loadMain = fileURLToPath(new URL("load.main.ts", import.meta.url));

/** Has every gateway work before anything is measured. */
export async function warmUp(gateways: ReadonlyMap<Contender, Running>, options: LoadPlace): Promise<void> {
  for (const [{ name }, gateway] of gateways) await load(name, gateway, options, firstWork);
}

/** @throws when a gateway answers anything but data: a refusal is quick, and no result. */
export async function measure(
  gateways: ReadonlyMap<Contender, Running>,
  options: MeasureOptions,
): Promise<ReadonlyMap<string, Figures>> {
  const rounds = new Map<string, Figures[]>([...gateways.keys()].map(({ name }) => [name, []]));
  const entries = [...gateways];
  for (let round = 0; round < options.rounds; round += 1)
    for (let turn = 0; turn < entries.length; turn += 1) {
      const entry = entries[(turn + round) % entries.length];
      if (!entry) continue;
      const [{ name }, gateway] = entry;
      await load(name, gateway, options, beforeRound);
      rounds.get(name)?.push(await oneRound(name, gateway, options));
    }
  return new Map([...rounds].map(([name, figures]) => [name, medians(figures)]));
}

async function oneRound(name: string, gateway: Running, options: MeasureOptions): Promise<Figures> {
  const { subgraphs } = options;
  const before = {
    own: gateway.process.cpuSeconds(),
    subgraphs: subgraphs.cpuSeconds(),
    at: performance.now(),
  };
  const { perSecond, p50Ms, p99Ms } = await load(name, gateway, options, { ms: options.roundMs });
  const share = (now: number, then: number) => ((now - then) * 1_000) / options.roundMs;
  return {
    perSecond,
    p50Ms,
    p99Ms,
    cpu: share(gateway.process.cpuSeconds(), before.own),
    subgraphsCpu: share(subgraphs.cpuSeconds(), before.subgraphs),
    residentMb: gateway.process.residentMb(),
  };
}

async function load(
  name: string,
  { port, path, withToken }: Running,
  { connections, loadCpu }: LoadPlace,
  length: Pick<LoadOptions, "ms" | "answersMin">,
): Promise<LoadResult> {
  const options: LoadOptions = { port, path, connections, withToken, ...length };
  const generator = new ChildProcess({
    args: ["--import", "@oxc-node/core/register", loadMain, JSON.stringify(options)],
    cpu: loadCpu,
  });
  const result = await generator.ready<LoadResult>();
  await generator.stop();
  if (result.failed > 0 || result.answered === 0)
    throw new Error(
      `${name}: ${result.failed} of ${result.answered + result.failed} failed: ${result.firstFailure}`,
    );
  return result;
}

function medians(rounds: readonly Figures[]): Figures {
  const of = (figure: keyof Figures) => median(rounds.map((each) => each[figure]));
  return {
    perSecond: of("perSecond"),
    p50Ms: of("p50Ms"),
    p99Ms: of("p99Ms"),
    cpu: of("cpu"),
    subgraphsCpu: of("subgraphsCpu"),
    residentMb: rounds.at(-1)?.residentMb ?? Number.NaN,
  };
}
