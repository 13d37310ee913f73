import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { Child } from "./child.ts";
import type { Place } from "./child.ts";
import { inherited } from "./config.ts";
import { openCluster, postgresPrograms } from "./postgresFiles.ts";
import type { Cluster } from "./postgresFiles.ts";
import { NotReady, untilReady } from "./readiness.ts";
import type { Server } from "./supervised.ts";

export interface PostgresOptions {
  dataDir: string;
  port: number;
  place: Place;
  /** Off for a stack that is thrown away: nothing then waits for the disk. */
  durable: boolean;
}

export async function startPostgres(options: PostgresOptions): Promise<Server> {
  const { initdb, postgres } = await postgresPrograms();
  const cluster = await openCluster(join(options.dataDir, "postgres"), initdb);
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startOnce(postgres, cluster, options);
    } catch (error) {
      // The server processes of a killed one take a moment to notice that it is gone.
      const wasInUse =
        error instanceof NotReady && error.lines.some((line) => /still in use|postmaster\.pid/.test(line));
      if (!wasInUse || attempt === 10) throw error;
      await sleep(500);
    }
  }
}

async function startOnce(postgres: string, cluster: Cluster, options: PostgresOptions): Promise<Server> {
  const { port, place, durable } = options;
  const { command, args, user } = cluster.runAs.as(postgres, [
    "-D",
    cluster.data,
    "-p",
    String(port),
    ...settings(durable).flatMap((setting) => ["-c", setting]),
  ]);
  const child = new Child(
    {
      name: "postgres",
      command,
      args,
      user,
      env: { ...inherited, LC_ALL: "C" },
      stopSignal: "SIGINT", // the fast stop: it ends sessions, and does not wait for them
    },
    place,
  );
  const url = `postgresql://postgres:${cluster.password}@127.0.0.1:${port}/postgres`;
  await untilReady("PostgreSQL", child, 60_000, () => answers(url));
  return { name: "PostgreSQL", url, port, child };
}

/** For a person's machine: plenty of sessions for eight domains, modest memory. */
function settings(durable: boolean): string[] {
  const always = [
    "listen_addresses=127.0.0.1",
    // A socket file has a length limit that a deep folder exceeds, and nobody here uses it.
    "unix_socket_directories=",
    "max_connections=200",
    "shared_buffers=256MB",
    "work_mem=8MB",
    "maintenance_work_mem=128MB",
    "max_wal_size=1GB",
    "checkpoint_timeout=15min",
    "random_page_cost=1.1",
    // Short queries on few cores: compiling or splitting one costs more than it brings,
    // and parallel workers need more shared memory than a container has.
    "jit=off",
    "max_parallel_workers_per_gather=0",
    "timezone=UTC",
    "log_timezone=UTC",
    "log_line_prefix=%m [%p] %q%d %u ",
  ];
  // A commit still reaches the system before it is confirmed: it survives a kill, not a power cut.
  return durable ? always : [...always, "fsync=off", "full_page_writes=off"];
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on("error", () => {}); // the server may end while we ask: the next try tells
  try {
    await client.connect();
    await client.query("SELECT 1");
    return true;
  } catch {
    return false; // not listening yet, or still recovering
  } finally {
    await client.end().catch(() => {});
  }
}
