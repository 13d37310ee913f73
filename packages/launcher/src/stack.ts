import { accessSync, constants, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { findNats, findRedis } from "./binaries.ts";
import type { Place } from "./child.ts";
import { readGivenServers } from "./config.ts";
import type { GivenServers } from "./config.ts";
import { Guardian } from "./guardian.ts";
import { stopLeftovers } from "./leftovers.ts";
import { startNats } from "./nats.ts";
import { onAPort } from "./onAPort.ts";
import { projectBinDir } from "./paths.ts";
import { startPostgres } from "./postgres.ts";
import { startRedis } from "./redis.ts";
import { StartError } from "./startError.ts";
import { Supervised } from "./supervised.ts";
import type { Notify, Server } from "./supervised.ts";

export interface Ports {
  postgres: number;
  nats: number;
  redis: number;
}

/** Beside the servers' own usual ports, where a person may well run one already. */
const usualPorts: Ports = { postgres: 54_320, nats: 42_220, redis: 63_790 };

/** For a stack of which there may be several at once. */
export const anyPorts: Ports = { postgres: 0, nats: 0, redis: 0 };

export interface StackOptions {
  /** The servers' files, logs and pid files. One stack at a time in each folder. */
  dataDir: string;
  binDir?: string;
  ports?: Ports;
  /** False for a stack that is thrown away afterwards: faster, and lost when the machine stops. */
  durable?: boolean;
  /** Servers that run already; by default those in the environment. */
  given?: GivenServers;
  progress?: Notify;
  trouble?: Notify;
}

export interface Stack {
  databaseUrl: string;
  natsUrl: string;
  redisUrl: string;
  /** For processes that should be logged, watched and stopped with the stack. */
  place: Place;
  stop(): Promise<void>;
}

export async function startStack(options: StackOptions): Promise<Stack> {
  const { dataDir, binDir = projectBinDir, ports = usualPorts, durable = true } = options;
  const { progress = () => {}, trouble = () => {}, given = readGivenServers() } = options;
  const runDir = openDataDir(dataDir);
  const left = await stopLeftovers(runDir);
  if (left.length > 0) progress(`stopped what an earlier start had left running: ${left.join(", ")}`);

  const place: Place = { runDir, logDir: join(dataDir, "logs"), guardian: new Guardian() };
  const started: Supervised[] = [];
  const serve = async (
    url: string | undefined,
    port: number,
    start: (port: number) => Promise<Server>,
  ): Promise<string> => {
    if (url !== undefined) return url;
    const server = await onAPort(port, (free) => Supervised.start(free, start, trouble));
    started.push(server);
    progress(`${server.name} at ${new URL(server.url).host}`);
    return server.url;
  };
  const postgres = (port: number): Promise<Server> => startPostgres({ dataDir, port, place, durable });
  const nats = async (port: number): Promise<Server> =>
    startNats({ binary: await findNats(binDir, progress), dataDir, port, place });
  const redis = async (port: number): Promise<Server> =>
    startRedis({ binary: await findRedis(binDir, progress), dataDir, port, place });
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()));
    place.guardian.dismiss();
  };

  const all = [
    serve(given.DATABASE_URL, ports.postgres, postgres),
    serve(given.NATS_URL, ports.nats, nats),
    serve(given.REDIS_URL, ports.redis, redis),
  ] as const;
  try {
    const [databaseUrl, natsUrl, redisUrl] = await Promise.all(all);
    return { databaseUrl, natsUrl, redisUrl, place, stop };
  } catch (error) {
    await Promise.allSettled(all); // one that was still starting must be stopped too
    await stop();
    throw error;
  }
}

function openDataDir(dataDir: string): string {
  const runDir = join(dataDir, "run");
  let path = dataDir;
  try {
    // Others may pass through, not look: as root, PostgreSQL's own user must reach its files.
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    mkdirSync(runDir, { recursive: true });
    for (const entry of readdirSync(dataDir)) {
      path = join(dataDir, entry);
      accessSync(path, constants.R_OK | constants.W_OK);
    }
  } catch (cause) {
    throw new StartError(
      `${path} belongs to another user. Was Wegraph started here as root once? Then:  sudo chown -R $(id -un) ${dataDir}`,
      { cause },
    );
  }
  return runDir;
}
