import type { OpenedDatabase } from "@wegraph/database/open";
import { purgeTenant } from "@wegraph/database/purge";
import type { Bus } from "./bus.ts";
import { defineEvent } from "./events.ts";
import type { Logger } from "./log.ts";
import { z } from "zod";

/** Events that are on their way out. */
const kept = ["wegraph_outbox"];

/** Follows core: what a purged tenant had here goes too. Doing it again finds nothing. */
export function listenForPurges(
  domain: string,
  bus: Bus,
  pool: OpenedDatabase["system"],
  log: Logger,
): Promise<{ stop(): Promise<void> }> {
  return bus.listen({
    durable: `${domain}-tenant-purge`,
    filter: "evt.*.core.tenant.purged.v1",
    event: defineEvent("core.tenant.purged.v1", z.object({ tenantId: z.string() })),
    async handle({ payload: { tenantId } }) {
      const rows = await purgeTenant(pool, tenantId, { kept });
      log.info({ tenantId, rows }, "data of a deleted tenant removed");
    },
  });
}
