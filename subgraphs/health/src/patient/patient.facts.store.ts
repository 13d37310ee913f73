import type { Prisma } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import { consents, patientStatuses, sexes } from "./patient.facts.ts";
import type { PatientFacts } from "./patient.facts.ts";

export const factColumns = {
  id: true,
  tenantId: true,
  recordNumber: true,
  sex: true,
  birthDate: true,
  status: true,
  consent: true,
  groups: true,
  spo2Scale: true,
  isPregnant: true,
  clinicianUserId: true,
  careTeamUserIds: true,
  department: true,
} satisfies Prisma.PatientSelect;

type FactRow = Prisma.PatientGetPayload<{ select: typeof factColumns }>;

export function factsOf(row: FactRow): PatientFacts {
  return {
    ...row,
    sex: oneOf(sexes, row.sex),
    status: oneOf(patientStatuses, row.status),
    consent: oneOf(consents, row.consent),
    spo2Scale: row.spo2Scale === 2 ? 2 : 1,
  };
}
