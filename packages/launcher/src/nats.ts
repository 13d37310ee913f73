import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Binary } from "./binaries.ts";
import { Child } from "./child.ts";
import type { Place } from "./child.ts";
import { inherited } from "./config.ts";
import { greeting, untilReady } from "./readiness.ts";
import type { Server } from "./supervised.ts";

export interface NatsOptions {
  binary: Binary;
  dataDir: string;
  port: number;
  place: Place;
}

export async function startNats({ binary, dataDir, port, place }: NatsOptions): Promise<Server> {
  const folder = join(dataDir, "nats");
  mkdirSync(folder, { recursive: true });
  const settings = join(folder, "nats-server.conf");
  writeFileSync(settings, configuration(folder, port));

  const child = new Child(
    {
      name: "nats-server",
      command: binary.path,
      args: ["--config", settings],
      env: { ...inherited, ...binary.env },
      stopSignal: "SIGINT",
    },
    place,
  );
  await untilReady("nats-server", child, 30_000, async () =>
    // It listens only once its streams are recovered.
    ((await greeting(port)) ?? "").startsWith("INFO "),
  );
  return { name: "NATS", url: `nats://127.0.0.1:${port}`, port, child };
}

function configuration(folder: string, port: number): string {
  // JSON is a subset of the server's own format.
  return JSON.stringify(
    {
      server_name: "wegraph",
      host: "127.0.0.1",
      port,
      max_payload: 8 * 1024 * 1024,
      max_pending: 64 * 1024 * 1024,
      write_deadline: "10s",
      jetstream: {
        store_dir: folder,
        max_memory_store: 256 * 1024 * 1024,
        max_file_store: 8 * 1024 * 1024 * 1024,
      },
    },
    null,
    2,
  );
}
