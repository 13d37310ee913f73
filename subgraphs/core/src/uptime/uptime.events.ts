import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";
import { announceAll, systemOrigin } from "@wegraph/kit/outbox";
import type { Tx } from "../database.ts";
import { platformTenantId } from "../platformTenant.ts";
import { healthStatuses, uptimePurpose } from "./health.status.ts";

const shape = z.object({
  componentId: z.string(),
  service: z.string(),
  instance: z.string(),
  /** Empty: the process itself. */
  part: z.string(),
  /** Null: it is there no more on purpose, and not missed. */
  status: z.enum(healthStatuses).nullable(),
});
export type ComponentChange = z.infer<typeof shape>;

/** A process, or what one needs, became well or ill, came or went. Under the platform's tenant. */
export const componentHealthChanged = defineEvent("core.component-health.changed.v1", shape, {
  entity: ({ componentId }) => componentId,
});

/** In the transaction that wrote the changes down. */
export async function announceHealth(tx: Tx, changes: readonly ComponentChange[]): Promise<void> {
  if (changes.length === 0) return;
  const origin = systemOrigin(uptimePurpose, await platformTenantId(tx));
  await announceAll(
    tx,
    changes.map((payload) => ({ origin, definition: componentHealthChanged, payload })),
  );
}
