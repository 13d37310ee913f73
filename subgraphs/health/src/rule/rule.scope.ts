import { invalidInput, notFound } from "@wegraph/kit/errors";
import { refusal, scopeFor } from "@wegraph/kit/principal";
import type { Permission, Principal } from "@wegraph/kit/principal";
import type { Tx } from "../health.database.ts";
import { withinReach } from "../patient/patient.scope.ts";
import type { RuleReach } from "./rule.reach.ts";

type PatientReading = Pick<Tx, "patient">;

export const manageRight = "health-rule:manage";
const readRight = "patient:read";

/** Of the patients that are named, those whom the caller may see. */
export async function visiblePatients(
  db: PatientReading,
  principal: Principal,
  ids: readonly string[],
  right: Permission = readRight,
): Promise<Set<string>> {
  if (ids.length === 0) return new Set();
  const rows = await db.patient.findMany({
    where: { AND: [{ id: { in: [...new Set(ids)] } }, withinReach(principal, right)] },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** A rule that names patients is there for who may see one of them. */
export function isVisible({ patientIds }: RuleReach, visible: ReadonlySet<string>): boolean {
  return patientIds.length === 0 || patientIds.some((id) => visible.has(id));
}

/**
 * Rules for everybody, or for a group, are for who manages them for the whole tenant; who manages the rules of some patients
 * names them.
 *
 * @param before the reach of the rule that is changed; patients named there whom the caller may not see stay named.
 * @returns the reach as it is to be kept.
 * @throws AppError FORBIDDEN, or INVALID_INPUT at the patient who is none.
 */
export async function checkedReach(
  db: PatientReading,
  principal: Principal,
  reach: RuleReach,
  before: RuleReach | null,
): Promise<RuleReach> {
  const wanted = [...reach.patientIds, ...reach.exceptPatientIds];
  const known = before ? [...before.patientIds, ...before.exceptPatientIds] : [];
  const visible = await visiblePatients(db, principal, [...wanted, ...known], manageRight);
  for (const field of ["patientIds", "exceptPatientIds"] as const) {
    const at = reach[field].findIndex((id) => !visible.has(id));
    if (at >= 0)
      throw invalidInput(
        [{ path: ["input", "reach", field, at], message: "no such patient" }],
        "PATIENT_NOT_FOUND",
      );
  }
  const isWhole = scopeFor(principal, manageRight) === "TENANT";
  if (!isWhole && reach.patientIds.length === 0) throw refusal(principal, [manageRight]);
  const hidden = (ids: readonly string[] | undefined) => ids?.filter((id) => !visible.has(id)) ?? [];
  return {
    ...reach,
    patientIds: [...reach.patientIds, ...hidden(before?.patientIds)],
    exceptPatientIds: [...reach.exceptPatientIds, ...hidden(before?.exceptPatientIds)],
  };
}

/** @throws AppError NOT_FOUND for a rule that the caller may not see, FORBIDDEN for one that is not theirs to change. */
export async function demandRule(
  db: PatientReading,
  principal: Principal,
  { id, reach }: { id: string; reach: RuleReach },
): Promise<void> {
  const seen = await visiblePatients(db, principal, reach.patientIds);
  const managed = await visiblePatients(db, principal, reach.patientIds, manageRight);
  if (!isVisible(reach, seen) && !isVisible(reach, managed)) throw notFound("health rule", id);
  if (scopeFor(principal, manageRight) === "TENANT") return;
  if (reach.patientIds.length === 0 || reach.patientIds.some((each) => !managed.has(each)))
    throw refusal(principal, [manageRight]);
}
