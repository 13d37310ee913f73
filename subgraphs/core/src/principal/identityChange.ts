import type { DomainEvent, EventDefinition } from "@wegraph/kit/events";
import { apiKeyRevoked } from "../api-key/api-key.events.ts";
import { roleChanged } from "../role/role.events.ts";
import { sessionEnded } from "../session/session.events.ts";
import { tenantDeleted, tenantSuspended } from "../tenant/tenant.events.ts";
import { userRightsChanged } from "../user/user.events.ts";

/** Something about who may do what changed. Without a principal it concerns all of the tenant, without a tenant everyone. */
export interface IdentityChange {
  tenantId?: string;
  principalId?: string;
}

export interface Concern {
  event: EventDefinition<unknown>;
  change: (event: DomainEvent) => IdentityChange;
}

/** The events after which a caller may be somebody else, and whom each one concerns. */
export const concerns: readonly Concern[] = [
  // A session's user may be signed in to several tenants.
  concern(sessionEnded, ({ payload }) => ({ principalId: payload.userId })),
  concern(userRightsChanged, ({ tenantId, payload }) => ({ tenantId, principalId: payload.userId })),
  concern(apiKeyRevoked, ({ tenantId, payload }) => ({ tenantId, principalId: payload.apiKeyId })),
  concern(roleChanged, ({ tenantId }) => ({ tenantId })),
  concern(tenantSuspended, ({ tenantId }) => ({ tenantId })),
  concern(tenantDeleted, ({ tenantId }) => ({ tenantId })),
];

function concern<Payload>(
  { subject, payload }: EventDefinition<Payload>,
  change: (event: DomainEvent<Payload>) => IdentityChange,
): Concern {
  return {
    event: { subject, payload },
    change: (event) => change({ ...event, payload: payload.parse(event.payload) }),
  };
}
