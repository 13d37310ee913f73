import { uuid, text } from "@wegraph/kit/validate";
import { z } from "zod";
import { sexes } from "../patient/patient.facts.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";

export const patientsNamedMax = 200;
const ageMax = 130;
const age = z.number().int().min(0, "at least 0").max(ageMax, `at most ${ageMax}`).nullable();
const ids = z.array(uuid()).max(patientsNamedMax, `at most ${patientsNamedMax}`);

/** Whom a rule is for: everybody who fits all that is given. */
export const reachShape = z
  .object({
    /** One of these; empty: whatever group. */
    groups: z.array(text(1, 60)).max(20, "at most 20"),
    sex: z.enum(sexes).nullable(),
    /** In full years, both ends included. */
    ageFrom: age,
    ageTo: age,
    /** NEWS2's SpO₂ scale of the patient: 2 where 88 to 92 % is the target. */
    spo2Scale: z.union([z.literal(1), z.literal(2)]).nullable(),
    /** Only these; empty: everybody. Such a rule is an individual one. */
    patientIds: ids,
    exceptPatientIds: ids,
  })
  .refine(({ ageFrom, ageTo }) => ageFrom === null || ageTo === null || ageFrom <= ageTo, {
    path: ["ageTo"],
    message: "not below ageFrom",
  });
export type RuleReach = z.infer<typeof reachShape>;

export const everybody: RuleReach = {
  groups: [],
  sex: null,
  ageFrom: null,
  ageTo: null,
  spo2Scale: null,
  patientIds: [],
  exceptPatientIds: [],
};

/**
 * How near to the patient a rule is. For one vital sign and direction only the nearest ones hold: what was set for a patient
 * stands in for what is set for a group, and that for what is set for everybody. Age, sex and scale only say whom it fits.
 */
export function nearnessOf({ patientIds, groups }: RuleReach): 0 | 1 | 2 {
  if (patientIds.length > 0) return 2;
  return groups.length > 0 ? 1 : 0;
}

export type Reached = Pick<PatientFacts, "id" | "groups" | "sex" | "spo2Scale">;

export function isFor(reach: RuleReach, patient: Reached, years: number): boolean {
  const { groups, sex, ageFrom, ageTo, spo2Scale, patientIds, exceptPatientIds } = reach;
  if (sex !== null && sex !== patient.sex) return false;
  if (ageFrom !== null && years < ageFrom) return false;
  if (ageTo !== null && years > ageTo) return false;
  if (spo2Scale !== null && spo2Scale !== patient.spo2Scale) return false;
  if (groups.length > 0 && !groups.some((group) => patient.groups.includes(group))) return false;
  if (patientIds.length > 0 && !patientIds.includes(patient.id)) return false;
  return !exceptPatientIds.includes(patient.id);
}
