import { fileURLToPath } from "node:url";
import { nodeArgs } from "@wegraph/launcher/node";
import { redisUrl } from "../config.ts";
import { ChildProcess } from "./childProcess.ts";
import { secret } from "./shopGraph.ts";
import { hiveStart, hiveWays } from "./hive.ts";
import type { HiveWay } from "./hive.ts";

export interface Running {
  process: ChildProcess;
  port: number;
  path: string;
  /** Whether it asks who is asking. */
  withToken: boolean;
}

export interface Contender {
  name: string;
  start(place: Place): Promise<Running>;
}

export interface Place {
  /** Path of the composed supergraph. */
  supergraph: string;
  /** Of the subgraphs' processes, by name. */
  urls: Readonly<Record<string, string>>;
  identityUrl: string;
  cpu: number;
}

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));
const gatewayMain = here("../../../../gateway/src/main.ts");
const fromSource = ["--import", "@oxc-node/core/register"];

/** Our gateway as it is deployed, with every guard on at its defaults. */
export const ours: Contender = {
  name: "Wegraph",
  start: ({ supergraph, urls, identityUrl, cpu }) =>
    startOurs(
      {
        args: [...nodeArgs, gatewayMain],
        env: {
          PORT: "0",
          HOST: "127.0.0.1",
          SUPERGRAPH: supergraph,
          SUBGRAPH_URLS: Object.entries({ ...urls, identity: identityUrl })
            .map((pair) => pair.join("="))
            .join(),
          IDENTITY_SUBGRAPH: "identity",
          WEGRAPH_SECRET: secret,
          REDIS_URL: redisUrl() ?? "",
        },
        cpu,
      },
      portFromLog,
    ),
};

export const oursInProcess: Contender = {
  name: "Wegraph, in process",
  start: ({ supergraph, cpu }) =>
    startOurs({ args: [...nodeArgs, here("inProcess.main.ts"), supergraph], cpu }),
};

export const apollo: Contender = {
  name: "Apollo Gateway + Server",
  async start({ supergraph, cpu }) {
    const process = new ChildProcess({ args: [...fromSource, here("apollo.main.ts"), supergraph], cpu });
    const { port } = await process.ready<{ port: number }>();
    return { process, port, path: "/", withToken: false };
  },
};

function hive(name: string, way: HiveWay): Contender {
  return {
    name,
    async start({ supergraph, cpu }) {
      const { args, cwd, port, isReady } = await hiveStart(way, supergraph);
      const process = new ChildProcess({ args, cwd, cpu, env: { FORK: "1" } });
      await process.ready(isReady);
      return { process, port, path: "/graphql", withToken: false };
    },
  };
}

export const hives: readonly Contender[] = Object.entries(hiveWays).map(([name, way]) => hive(name, way));

async function startOurs(
  start: ConstructorParameters<typeof ChildProcess>[0],
  portOf?: (process: ChildProcess) => { port: number } | undefined,
): Promise<Running> {
  const process = new ChildProcess(start);
  const { port } = await process.ready<{ port: number }>(portOf && (async () => portOf(process)));
  return { process, port, path: "/graphql", withToken: true };
}

function portFromLog(process: ChildProcess): { port: number } | undefined {
  const [, port] = /"port":(\d+).*gateway listens/.exec(process.said) ?? [];
  return port === undefined ? undefined : { port: Number(port) };
}
