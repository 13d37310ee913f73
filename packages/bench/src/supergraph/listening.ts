import { once } from "node:events";
import type { Server } from "node:http";

/** @returns the port that was free */
export async function listening(server: Server): Promise<number> {
  // An idle moment between two rounds must not cost anybody a connection.
  server.keepAliveTimeout = 120_000;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("No port.");
  return address.port;
}
