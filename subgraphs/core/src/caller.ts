import type { RequestContext } from "@wegraph/kit/context";
import { AppError } from "@wegraph/kit/errors";
import { can } from "@wegraph/kit/principal";

/** The person who asks, in the session that asks. */
export interface Person {
  userId: string;
  sessionId: string;
  tenantId: string;
}

/** Some acts are a person's own (a password, a session); an API key has neither. */
export function personOf({ principal }: RequestContext): Person {
  const { kind, id, sessionId, tenantId } = principal;
  if (kind === "USER" && sessionId) return { userId: id, sessionId, tenantId };
  throw new AppError("FORBIDDEN", "PERSON_REQUIRED", "Only a signed-in person can do this, not an API key.");
}

export function isSelf({ principal }: RequestContext, userId: string): boolean {
  return principal.kind === "USER" && principal.id === userId;
}

/** Whose name may be shown: a name is less than what there is to see of a user. */
export function mayNameUser(context: RequestContext, userId: string): boolean {
  return maySeeUser(context, userId) || can(context.principal, "colleague:read");
}

/** Everyone may see themselves; others need the right to. */
export function maySeeUser(context: RequestContext, userId: string): boolean {
  return isSelf(context, userId) || can(context.principal, "user:read");
}
