import { changesBetween } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { announce } from "@wegraph/kit/outbox";
import { scopeFor } from "@wegraph/kit/principal";
import type { Tx } from "../health.database.ts";
import type { PatientVault } from "./identity/patient.vault.ts";
import type { SearchTokens } from "./identity/searchTokens.ts";
import { patientRegistered } from "./patient.events.ts";
import { historyFrom, identityFrom } from "./patient.edit.ts";
import type { CreatePatientInput } from "./patient.input.ts";
import { personOf } from "./patient.writer.ts";
import type { PatientWriter } from "./patient.writer.ts";
import { nextRecordNumber } from "./recordNumber.ts";

interface Registrar {
  vault: PatientVault;
  tokens: SearchTokens;
  writer: PatientWriter;
  clock: () => Date;
}

/** A new file with the first entry of its timeline, its event and audit record. */
export async function insertPatient(
  tx: Tx,
  context: RequestContext,
  id: string,
  input: CreatePatientInput,
  { vault, tokens, writer, clock }: Registrar,
): Promise<void> {
  const now = clock();
  const { principal } = context;
  const { tenantId } = principal;
  const identity = identityFrom(input);
  const recordNumber = input.recordNumber ?? (await nextRecordNumber(tx, tenantId));
  // Who sees only their own patients would lose sight of the one they just registered.
  const seesOwnOnly = ["OWN", "BOUND"].includes(scopeFor(principal, "patient:read") ?? "");
  const reach = {
    clinicianUserId: input.clinicianId ?? (seesOwnOnly ? principal.id : null),
    careTeamUserIds: input.careTeamIds ?? [],
    department: input.department ?? principal.department,
  };
  const facts = {
    recordNumber,
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
    ...reach,
  };
  const row = await tx.patient.create({
    data: {
      ...facts,
      id,
      tenantId,
      birthDate: new Date(input.birthDate),
      identitySealed: vault.sealIdentity(id, identity),
      historySealed: vault.sealHistory(id, historyFrom(input.history)),
      searchTokens: tokens.of(tenantId, identity),
      consentAt: input.hasConsented ? now : null,
      consentById: input.hasConsented ? personOf(principal) : null,
      createdById: personOf(principal),
      createdAt: now,
      updatedAt: now,
      state: { create: { tenantId, latest: {} } },
    },
  });
  await writer.tell(
    tx,
    context,
    row,
    {
      act: "registered",
      announced: (within, origin, about) => announce(within, origin, patientRegistered, about),
      record: { kind: "REGISTERED", facts: { consent: facts.consent } },
      changes: [...changesBetween({}, facts), { field: "identity" }, { field: "history" }],
    },
    now,
  );
}
