import { defineEvent } from "@wegraph/kit/events";
import { z } from "zod";

/** Copied from contact.enums.ts: events know no GraphQL. */
const kinds = ["ADDED", "CHANGED", "LOST", "REMOVED"] as const;

const contactChange = z.object({
  contactId: z.string(),
  corpId: z.string(),
  kind: z.enum(kinds),
  /** User ids, in lower case, of the employees that it concerns: they decide who may hear of it. */
  followerIds: z.array(z.string()),
});
export type ContactChange = z.infer<typeof contactChange>;

/** So many changes make one event at most. */
export const contactChangesMax = 200;

/** External contacts of a tenant that changed together: a sync writes a hundred at a time. */
export const wecomContactChanged = defineEvent(
  "wecom.wecom-contact.changed.v1",
  z.object({ group: z.string(), changes: z.array(contactChange).min(1).max(contactChangesMax) }),
  { entity: ({ group, changes }) => (changes.length === 1 && changes[0]?.contactId) || group },
);
export type WecomContactChanged = z.infer<typeof wecomContactChanged.payload>;

const groupKinds = ["CREATED", "CHANGED", "DISMISSED"] as const;
const groupChange = z.object({
  groupId: z.string(),
  corpId: z.string(),
  kind: z.enum(groupKinds),
  ownerId: z.string(),
});
export type CustomerGroupChange = z.infer<typeof groupChange>;

export const customerGroupChanged = defineEvent(
  "wecom.customer-group.changed.v1",
  z.object({ group: z.string(), changes: z.array(groupChange).min(1).max(contactChangesMax) }),
  { entity: ({ group, changes }) => (changes.length === 1 && changes[0]?.groupId) || group },
);
export type CustomerGroupChanged = z.infer<typeof customerGroupChanged.payload>;

/** How far a sync run has come. Announced twice a second at most, and once more when it has ended. */
export const contactSyncProgressed = defineEvent(
  "wecom.contact-sync-run.progressed.v1",
  z.object({ runId: z.string(), corpId: z.string(), status: z.string() }),
  { entity: ({ runId }) => runId },
);
