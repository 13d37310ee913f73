import { announce } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import { inChunks } from "../bulk/bulk.rules.ts";
import type { Tx } from "../wecom.database.ts";
import { contactChangesMax, customerGroupChanged, wecomContactChanged } from "./contact.events.ts";
import type { ContactChange, CustomerGroupChange } from "./contact.events.ts";

export async function announceContacts(
  tx: Tx,
  origin: Origin,
  changes: readonly ContactChange[],
): Promise<void> {
  for (const chunk of inChunks(changes, contactChangesMax))
    await announce(tx, origin, wecomContactChanged, { group: v7(), changes: chunk });
}

export async function announceGroups(
  tx: Tx,
  origin: Origin,
  changes: readonly CustomerGroupChange[],
): Promise<void> {
  for (const chunk of inChunks(changes, contactChangesMax))
    await announce(tx, origin, customerGroupChanged, { group: v7(), changes: chunk });
}
