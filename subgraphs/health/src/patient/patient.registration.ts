import { auditAll, changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { announceAll, originOf } from "@wegraph/kit/outbox";
import { scopeFor } from "@wegraph/kit/principal";
import { domain } from "../health.database.ts";
import type { Tx } from "../health.database.ts";
import type { Timeline } from "../record/timeline.ts";
import type { PatientVault } from "./identity/patient.vault.ts";
import type { SearchTokens } from "./identity/searchTokens.ts";
import { patientRegistered } from "./patient.events.ts";
import { historyFrom, identityFrom } from "./patient.edit.ts";
import type { NewPatientInput } from "./patient.input.ts";
import { insertRows } from "./patient.insert.ts";
import { personOf } from "./patient.writer.ts";
import { nextRecordNumbers } from "./recordNumber.ts";

export interface Registrar {
  vault: PatientVault;
  tokens: SearchTokens;
  timeline: Timeline;
  clock: () => Date;
}

export interface NewFile {
  id: string;
  input: NewPatientInput;
}

/**
 * New files, each with the first entry of its timeline, its event and audit record. Returns the record numbers by the
 * files' ids; a file that is not among them was not made, because another one has the number it was given.
 */
export async function insertPatients(
  tx: Tx,
  context: RequestContext,
  files: readonly NewFile[],
  registrar: Registrar,
): Promise<ReadonlyMap<string, string>> {
  const { timeline, clock } = registrar;
  const { principal } = context;
  const now = clock();
  const sealed = files.map((file) => sealedOf(context, file, registrar, now));
  // Last of all, because the counter is everybody's until the transaction ends.
  const unnumbered = files.filter(({ input }) => input.recordNumber == null).length;
  const given = (await nextRecordNumbers(tx, principal.tenantId, unnumbered)).values();
  const rows = sealed.map(({ recordNumber, ...rest }) => ({
    ...rest,
    recordNumber: recordNumber ?? given.next().value ?? "",
  }));
  const made = await insertRows(tx, rows);
  const there = rows.filter(({ id }) => made.has(id));
  const origin = originOf(context);
  await announceAll(
    tx,
    there.map(({ id: patientId, ...row }) => ({
      origin,
      definition: patientRegistered,
      payload: {
        patientId,
        recordNumber: row.recordNumber,
        version: 1,
        clinicianUserId: row.clinicianUserId,
        careTeamUserIds: row.careTeamUserIds,
        department: row.department,
      },
    })),
  );
  const authorUserId = personOf(principal);
  await timeline.add(
    tx,
    there.map(({ id: patientId, tenantId, consent }) => ({
      tenantId,
      patientId,
      authorUserId,
      occurredAt: now,
      kind: "REGISTERED",
      facts: { consent },
    })),
  );
  await auditAll(
    tx,
    domain,
    origin,
    there.map((row) => ({
      action: "patient.registered",
      resourceType: "patient",
      resourceId: row.id,
      changes: [...changesBetween({}, audited(row)), { field: "identity" }, { field: "history" }],
    })),
  );
  return new Map(there.map(({ id, recordNumber }) => [id, recordNumber]));
}

function sealedOf(
  { principal }: RequestContext,
  { id, input }: NewFile,
  { vault, tokens }: Registrar,
  now: Date,
) {
  const { tenantId } = principal;
  const identity = identityFrom(input);
  // Who sees only their own patients would lose sight of the one they just registered.
  const seesOwnOnly = ["OWN", "BOUND"].includes(scopeFor(principal, "patient:read") ?? "");
  const by = personOf(principal);
  return {
    recordNumber: input.recordNumber ?? null,
    sex: input.sex,
    groups: input.groups ?? [],
    customerId: input.customerId ?? null,
    spo2Scale: input.spo2Scale ?? 1,
    isPregnant: input.isPregnant ?? false,
    isSmoker: input.isSmoker ?? null,
    hasDiabetes: input.hasDiabetes ?? null,
    hasTreatedHypertension: input.hasTreatedHypertension ?? null,
    hasFamilyHistory: input.hasFamilyHistory ?? null,
    heightCm: input.heightCm ?? null,
    waistCm: input.waistCm ?? null,
    consent: input.hasConsented ? "GRANTED" : "NONE",
    clinicianUserId: input.clinicianId ?? (seesOwnOnly ? principal.id : null),
    careTeamUserIds: input.careTeamIds ?? [],
    department: input.department ?? principal.department,
    id,
    tenantId,
    birthDate: input.birthDate,
    identitySealed: vault.sealIdentity(id, identity),
    historySealed: vault.sealHistory(id, historyFrom(input.history)),
    searchTokens: tokens.of(tenantId, identity),
    consentAt: input.hasConsented ? now : null,
    consentById: input.hasConsented ? by : null,
    createdById: by,
    createdAt: now,
  };
}

/** Of a new row what the log tells: nothing of who it is, nor how that is found. */
function audited(row: ReturnType<typeof sealedOf>): Record<string, unknown> {
  const {
    id: _id,
    tenantId: _tenantId,
    birthDate: _birthDate,
    identitySealed: _identity,
    historySealed: _history,
    searchTokens: _tokens,
    consentAt: _consentAt,
    consentById: _consentById,
    createdById: _createdById,
    createdAt: _createdAt,
    ...facts
  } = row;
  return facts;
}
