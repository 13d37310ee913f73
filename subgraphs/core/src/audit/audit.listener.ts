import { auditSubjectFilter } from "@wegraph/kit/audit";
import type { Bus } from "@wegraph/kit/bus";
import { defineEvent } from "@wegraph/kit/events";
import { recorded } from "./auditAppender.ts";
import type { AuditAppender } from "./auditAppender.ts";

/** As many events are taken at once as one batch of the chain holds. */
const concurrency = 200;

/** Takes what every domain records, this one included, to the chain. */
export function listenForAudit(bus: Bus, appender: AuditAppender): Promise<{ stop(): Promise<void> }> {
  return bus.listen({
    durable: "core-audit",
    filter: auditSubjectFilter,
    event: defineEvent("core.audit.recorded.v1", recorded),
    concurrency,
    handle: (event) => appender.append(event),
  });
}
