import { Prisma } from "@wegraph/db-health/client";
import { scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { reaches, withinReach, withinReachSql } from "../patient/patient.scope.ts";
import type { Reach } from "../patient/patient.scope.ts";

/**
 * Whose devices are whose: those bound to a patient that the right reaches. A device that is nobody's is for those who see
 * the whole tenant.
 */
export function devicesWithinReach(principal: Principal, permission: Permission): Prisma.DeviceWhereInput {
  if (scopeFor(principal, permission) === "TENANT") return {};
  return { bindings: { some: { unboundAt: null, patient: withinReach(principal, permission) } } };
}

/** The same for SQL over `health_devices d`. */
export function devicesWithinReachSql(principal: Principal, permission: Permission): Prisma.Sql {
  if (scopeFor(principal, permission) === "TENANT") return Prisma.sql`true`;
  return Prisma.sql`EXISTS (
    SELECT 1 FROM health_device_bindings b JOIN health_patients p ON p.id = b.patient_id
    WHERE b.device_id = d.id AND b.unbound_at IS NULL AND ${withinReachSql(principal, permission)})`;
}

/** The same for an event, which carries whose the device is. */
export function reachesDevice(principal: Principal, permission: Permission, patient: Reach | null): boolean {
  if (patient) return reaches(principal, permission, patient);
  return scopeFor(principal, permission) === "TENANT";
}
