import type { Reach } from "./patient.scope.ts";

export const sexes = ["MALE", "FEMALE", "OTHER", "UNKNOWN"] as const;
export type Sex = (typeof sexes)[number];

export const patientStatuses = ["ACTIVE", "INACTIVE", "DECEASED"] as const;
export type PatientStatus = (typeof patientStatuses)[number];

export const consents = ["NONE", "GRANTED", "WITHDRAWN"] as const;
export type Consent = (typeof consents)[number];

/** What decisions about a patient are made from; nothing that says who it is. */
export interface PatientFacts extends Reach {
  id: string;
  tenantId: string;
  /** "P-000042": what events and notices call the patient by. */
  recordNumber: string;
  sex: Sex;
  birthDate: Date;
  status: PatientStatus;
  consent: Consent;
  groups: readonly string[];
  spo2Scale: 1 | 2;
  isPregnant: boolean;
}
