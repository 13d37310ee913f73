import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";
import { accountStatuses } from "./account.machine.ts";

/** Everything other domains may know of accounts. Fields are added, never changed. */
const reach = z.object({
  group: z.string().nullable(),
  ownerUserId: z.string().nullable(),
  boundUserIds: z.array(z.string()),
  department: z.string().nullable(),
});

/** One transition; `version` orders the transitions of an account. The reach decides who may hear of it. */
export const accountStatusChanged = defineEvent(
  "wecom.account.status-changed.v1",
  reach.extend({
    /** The entry in the account's history. */
    changeId: z.string(),
    accountId: z.string(),
    from: z.enum(accountStatuses).nullable(),
    to: z.enum(accountStatuses),
    event: z.string(),
    reason: z.string().nullable(),
    version: z.number().int(),
  }),
  { entity: ({ accountId }) => accountId },
);
export type AccountStatusChanged = z.infer<typeof accountStatusChanged.payload>;

/** The attempts to bring an account back are used up: somebody must look. */
export const accountRecoveryFailed = defineEvent(
  "wecom.account.recovery-failed.v1",
  z.object({
    accountId: z.string(),
    attempts: z.number().int(),
    since: z.string(),
    version: z.number().int(),
  }),
);

export const accountDeleted = defineEvent(
  "wecom.account.deleted.v1",
  z.object({ accountId: z.string(), version: z.number().int() }),
);
