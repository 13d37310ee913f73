import { audit } from "@wegraph/kit/audit";
import type { Origin } from "@wegraph/kit/outbox";
import { domain } from "../../database.ts";
import type { Tx } from "../../database.ts";
import type { DisabledReason } from "./endpoint.status.ts";

/**
 * Stops deliveries to an endpoint. What waits is skipped, and what comes from now on too; both can be replayed.
 *
 * @returns false if it was disabled already.
 */
export async function disableEndpoint(
  tx: Tx,
  origin: Origin,
  { id, reason, now }: { id: string; reason: DisabledReason; now: Date },
): Promise<boolean> {
  const { count } = await tx.webhookEndpoint.updateMany({
    where: { id, status: "ENABLED", deletedAt: null },
    data: { status: "DISABLED", disabledReason: reason, disabledAt: now, updatedAt: now },
  });
  if (count === 0) return false;
  await tx.webhookDelivery.updateMany({
    where: { endpointId: id, status: "PENDING", isTest: false },
    data: { status: "SKIPPED", dueAt: null, finishedAt: now },
  });
  await audit(tx, domain, origin, {
    action: "webhook-endpoint.disabled",
    resourceType: "webhook-endpoint",
    resourceId: id,
    changes: [
      { field: "status", before: "ENABLED", after: "DISABLED" },
      { field: "disabledReason", before: null, after: reason },
    ],
  });
  return true;
}
