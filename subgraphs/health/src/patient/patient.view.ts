import type { Prisma } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import { news2Risks } from "../news2/news2.ts";
import type { PatientVault } from "./identity/patient.vault.ts";
import { masked } from "./identity/mask.ts";
import { consents, patientStatuses, sexes } from "./patient.facts.ts";
import type { Patient } from "./patient.model.ts";

export const patientInclude = {
  state: true,
} as const satisfies Prisma.PatientInclude;

export type PatientRow = Prisma.PatientGetPayload<{ include: typeof patientInclude }>;

/** A row as clients see it. */
export function patientOf(vault: PatientVault, row: PatientRow): Patient {
  const { identitySealed, historySealed, searchTokens: _, state, ...rest } = row;
  const identity = masked(vault.openIdentity(row.id, identitySealed));
  return {
    ...rest,
    name: identity.name,
    identity,
    history: vault.openHistory(row.id, historySealed),
    sex: oneOf(sexes, row.sex),
    status: oneOf(patientStatuses, row.status),
    consent: oneOf(consents, row.consent),
    birthDate: dayOf(row.birthDate),
    spo2Scale: row.spo2Scale === 2 ? 2 : 1,
    lastReadingAt: state?.lastReadingAt ?? null,
    news2: state?.news2 ?? null,
    news2Risk: state?.news2Risk == null ? null : oneOf(news2Risks, state.news2Risk),
    news2At: state?.news2At ?? null,
  };
}

/** YYYY-MM-DD. */
export function dayOf(date: Date): string {
  return date.toISOString().slice(0, 10);
}
