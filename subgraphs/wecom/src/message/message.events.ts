import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { messageStatuses } from "./message.machine.ts";

const change = z.object({
  messageId: z.string(),
  accountId: z.string(),
  batchId: z.string().nullable(),
  status: z.enum(messageStatuses),
  errorCode: z.string().nullable(),
});
export type MessageChange = z.infer<typeof change>;

/** So many changes make one event at most: some 100 kB. */
export const changesMax = 500;

/**
 * Messages of a tenant that changed together. What is written with one statement is told with one event: ten million
 * messages a day would otherwise be forty million events. An event about one message is about that entity.
 */
export const messageStatusChanged = defineEvent(
  "wecom.message.status-changed.v1",
  z.object({ group: z.string(), changes: z.array(change).min(1).max(changesMax) }),
  // Several messages are no entity: such an event stands for itself and is never overtaken by another.
  { entity: ({ group, changes }) => (changes.length === 1 && changes[0]?.messageId) || group },
);
export type MessageStatusChanged = z.infer<typeof messageStatusChanged.payload>;

/** How far a batch has come. Announced a few times a second at most, and once more when it has ended. */
export const messageBatchProgressed = defineEvent(
  "wecom.message-batch.progressed.v1",
  z.object({
    batchId: z.string(),
    status: z.string(),
    total: z.number().int(),
    sent: z.number().int(),
    failed: z.number().int(),
    cancelled: z.number().int(),
  }),
  { entity: ({ batchId }) => batchId },
);
