import { z } from "zod";
import { eventType } from "./eventType.ts";
import type { WebhookEventType } from "./eventType.ts";

const change = z.object({
  messageId: z.string().describe("The message's id."),
  accountId: z.string().describe("The account it is sent from."),
  batchId: z.string().nullable().describe("The batch it belongs to, if any."),
  status: z.string().describe("Its status now, as in the graph's MessageStatus. It never goes back."),
  errorCode: z.string().nullable().describe("Of a failed one: why."),
});
const changes = z.object({
  changes: z.array(change).min(1).max(500).describe("The messages that changed together, at most 500."),
});

const counted = z.object({
  batchId: z.string(),
  total: z.number().int(),
  sent: z.number().int(),
  failed: z.number().int(),
  cancelled: z.number().int(),
});
const finished = z.object({
  batchId: z.string().describe("The batch's id."),
  total: z.number().int().describe("How many messages it had."),
  sent: z.number().int().describe("How many WeCom took."),
  failed: z.number().int().describe("How many failed for good."),
  cancelled: z.number().int().describe("How many were cancelled."),
});

const someMessage = "0192f6c1-7a10-7c52-9d3f-0a6b1c2d3e4f";
const someAccount = "0192f6c1-6f5e-7b43-8c0e-3d1c52b2b0a1";
const someBatch = "0192f6c1-7000-7d00-8000-4b5c6d7e8f90";

export const messageEventTypes: readonly WebhookEventType[] = [
  eventType({
    type: "message.status-changed.v1",
    description: "Messages changed their status. Those that changed together come together.",
    subject: "wecom.message.status-changed.v1",
    requires: "message:read",
    source: changes,
    data: changes,
    example: {
      changes: [
        {
          messageId: someMessage,
          accountId: someAccount,
          batchId: someBatch,
          status: "SENT",
          errorCode: null,
        },
      ],
    },
    tell: (source) => source,
    about: (data, isWanted) => {
      const wanted = data.changes.filter(({ accountId }) => isWanted(accountId));
      return wanted.length === 0 ? null : { changes: wanted };
    },
  }),
  eventType({
    type: "message-batch.finished.v1",
    description: "Every message of a batch was sent, has failed or was cancelled.",
    subject: "wecom.message-batch.progressed.v1",
    requires: "message:read",
    source: counted,
    data: finished,
    example: { batchId: someBatch, total: 10_000, sent: 9_987, failed: 13, cancelled: 0 },
    tell: (counts) =>
      counts.sent + counts.failed + counts.cancelled >= counts.total && counts.total > 0 ? counts : null,
  }),
];
