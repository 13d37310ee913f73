import { startPrivateServer } from "./internal/privateServer.ts";
import type { PrivateServer } from "./internal/privateServer.ts";

/** A database server of the test's own, which may be stopped and started again as nobody else's may. */
export function openOwnPostgres(): Promise<PrivateServer> {
  return startPrivateServer();
}
