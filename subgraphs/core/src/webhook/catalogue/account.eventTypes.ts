import { z } from "zod";
import { eventType, ofOneAccount } from "./eventType.ts";
import type { WebhookEventType } from "./eventType.ts";

const accountId = z.string().describe("The account's id.");
const version = z
  .number()
  .int()
  .describe("Counts the account's changes. Lower than one you have seen: older news.");

const statusChanged = z.object({
  accountId,
  from: z.string().nullable().describe("The state before; null for a new account."),
  to: z.string().describe("The state now, as in the graph's AccountStatus."),
  event: z.string().describe("What brought it about, e.g. CONFIRMED or CONNECTION_LOST."),
  reason: z.string().nullable().describe("Why, as a code; null where the event says it all."),
  version,
});
const recoveryFailed = z.object({
  accountId,
  attempts: z.number().int().describe("How many attempts were made."),
  since: z.string().describe("Since when the account has been away (ISO 8601)."),
  version,
});
const deleted = z.object({ accountId, version });

const someAccount = "0192f6c1-6f5e-7b43-8c0e-3d1c52b2b0a1";

export const accountEventTypes: readonly WebhookEventType[] = [
  eventType({
    type: "account.status-changed.v1",
    description: "A WeCom account went from one state to another.",
    subject: "wecom.account.status-changed.v1",
    requires: "account:read",
    source: statusChanged,
    data: statusChanged,
    example: {
      accountId: someAccount,
      from: "VERIFYING",
      to: "ONLINE",
      event: "VERIFIED",
      reason: null,
      version: 7,
    },
    tell: (source) => source,
    about: ofOneAccount,
  }),
  eventType({
    type: "account.recovery-failed.v1",
    description: "The attempts to bring a WeCom account back are used up: somebody must look.",
    subject: "wecom.account.recovery-failed.v1",
    requires: "account:read",
    source: recoveryFailed,
    data: recoveryFailed,
    example: { accountId: someAccount, attempts: 5, since: "2026-11-22T05:02:00.000Z", version: 12 },
    tell: (source) => source,
    about: ofOneAccount,
  }),
  eventType({
    type: "account.deleted.v1",
    description: "A WeCom account was deleted.",
    subject: "wecom.account.deleted.v1",
    requires: "account:read",
    source: deleted,
    data: deleted,
    example: { accountId: someAccount, version: 13 },
    tell: (source) => source,
    about: ofOneAccount,
  }),
];
