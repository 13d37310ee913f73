import { Client } from "pg";

/** Lends `work` a connection of its own. */
export async function withClient<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({
    connectionString: url,
    application_name: "wegraph-setup",
    connectionTimeoutMillis: 10_000,
  });
  // A connection that dies fails the query it carries; without a listener it would end the process as well.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/**
 * Holds a lock that all processes agree on while `work` runs. It belongs to the connection, so a process that
 * dies gives it back. Locks of different databases do not meet.
 */
export async function withLock<T>(
  url: string,
  name: string,
  work: (client: Client) => Promise<T>,
): Promise<T> {
  return withClient(url, async (client) => {
    await client.query("SELECT pg_advisory_lock(hashtextextended($1, 0))", [`wegraph ${name}`]);
    return work(client);
  });
}
