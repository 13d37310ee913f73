import { Prisma } from "@wegraph/db-health/client";
import type { Permission, Principal } from "@wegraph/kit/principal";
import { byScope, reaches as reachesThing } from "@wegraph/kit/reach";

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
  const { clinicianUserId: ownerUserId, careTeamUserIds: boundUserIds, department } = patient;
  return reachesThing(principal, permission, { ownerUserId, boundUserIds, department });
}

/** The same as a condition for the database. */
export function withinReach(principal: Principal, permission: Permission): Prisma.PatientWhereInput {
  const { id, department } = principal;
  return byScope<Prisma.PatientWhereInput>(principal, permission, {
    NONE: { id: { in: [] } },
    OWN: { clinicianUserId: id },
    BOUND: { OR: [{ clinicianUserId: id }, { careTeamUserIds: { has: id } }] },
    DEPARTMENT: { department },
    TENANT: {},
  });
}

/** The same once more, for SQL over `health_patients p`. */
export function withinReachSql(principal: Principal, permission: Permission): Prisma.Sql {
  const { id, department } = principal;
  return byScope(principal, permission, {
    NONE: Prisma.sql`false`,
    OWN: Prisma.sql`p.clinician_user_id = ${id}::uuid`,
    BOUND: Prisma.sql`(p.clinician_user_id = ${id}::uuid OR p.care_team_user_ids @> ARRAY[${id}::uuid])`,
    DEPARTMENT: Prisma.sql`p.department = ${department}`,
    TENANT: Prisma.sql`true`,
  });
}
