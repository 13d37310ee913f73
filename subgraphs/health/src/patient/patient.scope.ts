import { Prisma } from "@wegraph/db-health/client";
import { scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";

/** What of a patient decides who may see them. Events carry it, so that feeds ask nobody. */
export interface Reach {
  clinicianUserId: string | null;
  careTeamUserIds: readonly string[];
  department: string | null;
}

/**
 * Whether the permission, in the scope it was granted, reaches this patient of the caller's tenant. OWN: the caller is the
 * responsible clinician. BOUND: or one of the care team. DEPARTMENT: the patient is of the caller's department.
 */
export function reaches(principal: Principal, permission: Permission, patient: Reach): boolean {
  switch (scopeFor(principal, permission)) {
    case null:
      return false;
    case "OWN":
      return patient.clinicianUserId === principal.id;
    case "BOUND":
      return patient.clinicianUserId === principal.id || patient.careTeamUserIds.includes(principal.id);
    case "DEPARTMENT":
      return principal.department !== null && patient.department === principal.department;
    case "TENANT":
      return true;
  }
}

/** The same as a condition for the database. */
export function withinReach(principal: Principal, permission: Permission): Prisma.PatientWhereInput {
  switch (scopeFor(principal, permission)) {
    case null:
      return { id: { in: [] } };
    case "OWN":
      return { clinicianUserId: principal.id };
    case "BOUND":
      return { OR: [{ clinicianUserId: principal.id }, { careTeamUserIds: { has: principal.id } }] };
    case "DEPARTMENT":
      return { department: principal.department };
    case "TENANT":
      return {};
  }
}

/** The same once more, for SQL over `health_patients p`. */
export function withinReachSql(principal: Principal, permission: Permission): Prisma.Sql {
  const { id, department } = principal;
  switch (scopeFor(principal, permission)) {
    case null:
      return Prisma.sql`false`;
    case "OWN":
      return Prisma.sql`p.clinician_user_id = ${id}::uuid`;
    case "BOUND":
      return Prisma.sql`(p.clinician_user_id = ${id}::uuid OR p.care_team_user_ids @> ARRAY[${id}::uuid])`;
    case "DEPARTMENT":
      return Prisma.sql`p.department = ${department}`;
    case "TENANT":
      return Prisma.sql`true`;
  }
}
