import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ChildProcess } from "../supergraph/childProcess.ts";
import { hiveStart } from "../supergraph/hive.ts";
import { Child } from "./child.ts";
import { feedSupergraph } from "./feedGraph.ts";

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

/** Hive Gateway with the planner it is fastest with, in front of subgraphs like ours. */
export async function openHive(): Promise<Target> {
  const subgraphs = await Child.start("subgraphs.main.ts");
  const folder = await mkdtemp(join(tmpdir(), "fanout-"));
  const supergraph = join(folder, "supergraph.graphql");
  await writeFile(supergraph, feedSupergraph(await subgraphs.ask("ready")));
  const way = { options: ["--hive-router-runtime"], config: here("hiveSockets.config.mjs") };
  const { args, cwd, port, isReady } = await hiveStart(way, supergraph);
  const hive = new ChildProcess({ args, cwd, env: { FORK: "1" } });
  await hive.ready(isReady);
  return {
    name: "Hive Gateway --hive-router-runtime",
    pid: hive.pid,
    url: `ws://127.0.0.1:${port}/graphql`,
    rate: (eventsPerSecond) => subgraphs.ask("rate", eventsPerSecond),
    async stop() {
      await hive.stop();
      await subgraphs.stop();
      await rm(folder, { recursive: true });
    },
  };
}

function here(file: string): string {
  return fileURLToPath(new URL(file, import.meta.url));
}
