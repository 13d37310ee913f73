import { Child } from "./child.ts";

/** What subscribers connect to, and how many events a second it is to send them. */
export interface Target {
  readonly name: string;
  readonly pid: number;
  readonly url: string;
  /** @returns how many events there were since the last call */
  rate(eventsPerSecond: number): Promise<number>;
  stop(): Promise<void>;
}

export async function openOurs(): Promise<Target> {
  const subgraphs = await Child.start("subgraphs.main.ts");
  const gateway = await Child.start("gateway.main.ts");
  const url = await gateway.ask<string>("open", await subgraphs.ask("ready"));
  return {
    name: "Wegraph's gateway",
    pid: gateway.pid,
    url,
    rate: (eventsPerSecond) => subgraphs.ask("rate", eventsPerSecond),
    async stop() {
      await gateway.stop();
      await subgraphs.stop();
    },
  };
}

/** @param sample a message as a subscriber gets it */
export async function openFloor(sample: string): Promise<Target> {
  const floor = await Child.start("floor.main.ts");
  return {
    name: "a bare ws server",
    pid: floor.pid,
    url: await floor.ask<string>("ready"),
    rate: (perSecond) => floor.ask("rate", { perSecond, template: sample }),
    stop: () => floor.stop(),
  };
}

export async function openHive(): Promise<Target | null> {
  return null;
}
