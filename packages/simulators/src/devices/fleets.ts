import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Logger } from "pino";
import { z } from "zod";
import type { Episode } from "./episode.ts";
import { Fleet } from "./fleet.ts";
import { fleetRules } from "./fleet.rules.ts";
import type { FleetPlan } from "./fleet.rules.ts";

export interface FleetsOptions {
  seed: string;
  /** Where the fleets are kept over a restart; without it, in memory only. */
  file: string | undefined;
  /** Whether devices measure by themselves. */
  isAlive: boolean;
  now: () => number;
  log: Logger;
}

const kept = z.record(z.string(), fleetRules);

/** The fleets of all who have one, by name. Their devices keep their keys over a restart, as real ones would. */
export class Fleets {
  private readonly plans = new Map<string, FleetPlan>();
  private readonly running = new Map<string, Fleet>();

  constructor(private readonly options: FleetsOptions) {}

  async load(): Promise<void> {
    const { file, log } = this.options;
    const text = file === undefined ? undefined : await readFile(file, "utf8").catch(() => undefined); // not there yet
    if (text === undefined) return;
    const plans = kept.safeParse(JSON.parse(text));
    if (!plans.success) return log.warn({ file }, "fleets not read; they stay at home");
    for (const [name, plan] of Object.entries(plans.data)) this.begin(name, plan);
  }

  async set(name: string, plan: FleetPlan): Promise<void> {
    await this.running.get(name)?.stop();
    this.begin(name, plan);
    const { file } = this.options;
    if (file === undefined) return;
    await mkdir(dirname(file), { recursive: true });
    // It holds keys: for its owner only, and whole or not at all.
    await writeFile(`${file}.new`, JSON.stringify(Object.fromEntries(this.plans)), { mode: 0o600 });
    await rename(`${file}.new`, file);
  }

  /** Something goes wrong with a person. False where there is no such person. */
  strike(person: string, episode: Omit<Episode, "startsMs">): boolean {
    return [...this.running.values()].some((fleet) => fleet.strike(person, episode));
  }

  view(): object {
    return Object.fromEntries([...this.running].map(([name, fleet]) => [name, fleet.view()]));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.running.values()].map((fleet) => fleet.stop()));
  }

  private begin(name: string, plan: FleetPlan): void {
    const { seed, isAlive, now } = this.options;
    this.plans.set(name, plan);
    const fleet = new Fleet(`${seed} ${name}`, plan, now);
    this.running.set(name, fleet);
    if (isAlive) fleet.start();
  }
}
