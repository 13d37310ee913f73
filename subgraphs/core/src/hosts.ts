import { demandPart } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";

/** Domains whose processes declare jobs and settings to core. */
const hosts = ["wecom", "health"] as const;

/** @throws AppError FORBIDDEN for anybody but a domain's own processes; returns which domain. */
export function hostOf(principal: Principal): string {
  demandPart(principal, ...hosts);
  return principal.id;
}
