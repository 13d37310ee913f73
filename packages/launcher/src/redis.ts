import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Binary } from "./binaries.ts";
import { Child } from "./child.ts";
import type { Place } from "./child.ts";
import { inherited } from "./config.ts";
import { greeting, untilReady } from "./readiness.ts";
import type { Server } from "./supervised.ts";

export interface RedisOptions {
  binary: Binary;
  dataDir: string;
  port: number;
  place: Place;
}

export async function startRedis({ binary, dataDir, port, place }: RedisOptions): Promise<Server> {
  const folder = join(dataDir, "redis");
  mkdirSync(folder, { recursive: true });

  const child = new Child(
    {
      name: "redis-server",
      command: binary.path,
      args: options(folder, port).flatMap(([name, value]) => [`--${name}`, value]),
      env: { ...inherited, ...binary.env },
      stopSignal: "SIGINT",
      stopMs: 5_000,
    },
    place,
  );
  await untilReady("redis-server", child, 15_000, async () =>
    ((await greeting(port, "PING\r\n")) ?? "").startsWith("+PONG"),
  );
  return { name: "Redis", url: `redis://127.0.0.1:${port}`, port, child };
}

/** A cache and nothing else: it writes no snapshot, and forgets the least used when it is full. */
function options(folder: string, port: number): [string, string][] {
  return [
    ["bind", "127.0.0.1"],
    ["port", String(port)],
    ["dir", folder],
    ["save", ""],
    ["appendonly", "no"],
    ["maxmemory", "256mb"],
    ["maxmemory-policy", "allkeys-lru"],
  ];
}
