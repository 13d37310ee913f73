import { z } from "zod";
import { defineEvent } from "@wegraph/kit/events";
import { everyTenant } from "@wegraph/kit/feed";
import type { EventFeed } from "@wegraph/kit/feed";
import type { IdentityChange, OnIdentityChange } from "@wegraph/gateway/stream/liveIdentity";

const aboutUser = z.object({ userId: z.string() });
const aboutKey = z.object({ apiKeyId: z.string() });
const anything = z.looseObject({});

/** Of core's events those after which a caller may be somebody else, and whom they concern. */
const concerns: { subject: string; change: (payload: unknown, tenantId: string) => IdentityChange }[] = [
  {
    subject: "core.session.ended.v1",
    change: (payload) => ({ principalId: aboutUser.parse(payload).userId }),
  },
  {
    subject: "core.user.rights-changed.v1",
    change: (payload, tenantId) => ({ tenantId, principalId: aboutUser.parse(payload).userId }),
  },
  {
    subject: "core.api-key.revoked.v1",
    change: (payload, tenantId) => ({ tenantId, principalId: aboutKey.parse(payload).apiKeyId }),
  },
  { subject: "core.role.changed.v1", change: (_, tenantId) => ({ tenantId }) },
  { subject: "core.tenant.suspended.v1", change: (_, tenantId) => ({ tenantId }) },
  { subject: "core.tenant.deleted.v1", change: (_, tenantId) => ({ tenantId }) },
];

/** Tells the gateway of identity changes as core announces them, for streams that outlive a request. */
export function followIdentityChanges(feed: EventFeed): OnIdentityChange {
  const listeners = new Set<(change: IdentityChange) => void>();
  for (const { subject, change } of concerns) {
    const events = feed.follow(defineEvent(subject, anything), { tenantId: everyTenant });
    void (async () => {
      for await (const event of events)
        for (const listener of listeners) listener(change(event.payload, event.tenantId));
    })();
  }
  return (listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
}
