import { announce } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { v7 } from "uuid";
import { inChunks } from "../bulk/bulk.rules.ts";
import type { Tx } from "../wecom.database.ts";
import { changesMax, messageStatusChanged } from "./message.events.ts";
import type { MessageChange } from "./message.events.ts";

/** Tells of all changes that a transaction has made to messages of one tenant. */
export async function announceChanges(
  tx: Tx,
  origin: Origin,
  changes: readonly MessageChange[],
): Promise<void> {
  for (const chunk of inChunks(changes, changesMax))
    await announce(tx, origin, messageStatusChanged, { group: v7(), changes: chunk });
}
