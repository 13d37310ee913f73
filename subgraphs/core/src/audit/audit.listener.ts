import { auditSubjectFilter } from "@wegraph/kit/audit";
import type { Bus } from "@wegraph/kit/bus";
import { defineEvent } from "@wegraph/kit/events";
import { platformScope } from "@wegraph/kit/outbox";
import type { CoreDatabase } from "../database.ts";
import { recorded } from "./auditAppender.ts";
import type { AuditAppender } from "./auditAppender.ts";

/** As many events are taken at once as one batch of the chain holds. */
const concurrency = 200;

/** Takes what every domain records, this one included, to the chain. */
export function listenForAudit(
  bus: Bus,
  db: CoreDatabase,
  appender: AuditAppender,
): Promise<{ stop(): Promise<void> }> {
  return bus.listen({
    durable: "core-audit",
    filter: auditSubjectFilter,
    event: defineEvent("core.audit.recorded.v1", recorded),
    concurrency,
    handle: async (event) => {
      const tenantId = event.tenantId === platformScope ? await platformOf(db) : event.tenantId;
      // Before the platform is set up it has no log to write into.
      if (tenantId !== undefined) await appender.append({ ...event, tenantId });
    },
  });
}

async function platformOf(db: CoreDatabase): Promise<string | undefined> {
  const platform = await db
    .system("audit-chain")
    .tenant.findFirst({ where: { isPlatform: true }, select: { id: true } });
  return platform?.id;
}
