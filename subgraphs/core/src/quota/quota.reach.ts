import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { can } from "@wegraph/kit/principal";
import type { Permission } from "@wegraph/kit/principal";

/**
 * The tenant a question is about: the caller's own, or any for who manages such things for the platform.
 *
 * @throws AppError NOT_FOUND for another tenant's, as for one that does not exist.
 */
export function tenantAsked(
  { principal }: RequestContext,
  wanted: string | null | undefined,
  platformRight: Permission,
): string {
  const asked = wanted?.toLowerCase() ?? principal.tenantId;
  if (asked === principal.tenantId || (principal.isPlatform && can(principal, platformRight))) return asked;
  throw notFound("tenant", asked);
}
