import type { Prisma } from "@wegraph/db-health/client";
import { scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { withinReach } from "../patient/patient.scope.ts";

/** Whose alerts are whose: those of the patients that the right reaches. */
export function alertsWithinReach(
  principal: Principal,
  permission: Permission,
): Prisma.HealthAlertWhereInput {
  return scopeFor(principal, permission) === "TENANT" ? {} : { patient: withinReach(principal, permission) };
}
