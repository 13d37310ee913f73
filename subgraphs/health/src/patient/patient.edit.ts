import { changesBetween } from "@wegraph/kit/audit";
import { noHistory } from "./identity/identity.ts";
import type { History, Identity } from "./identity/identity.ts";
import type { PatientHistoryInput } from "./history.input.ts";
import type { ChangePatientInput, CreatePatientInput } from "./patient.input.ts";
import { dayOf } from "./patient.view.ts";
import type { PatientRow } from "./patient.writer.ts";

export function identityFrom({ name, idNumber, phone, address, contacts }: CreatePatientInput): Identity {
  return {
    name,
    idNumber: idNumber?.toUpperCase() ?? null,
    phone: phone ?? null,
    address: address ?? null,
    contacts: contactsFrom(contacts),
  };
}

/** The identity after a change: what is left out stays, null clears. */
export function changedIdentity(
  before: Identity,
  { name, idNumber, phone, address, contacts }: ChangePatientInput,
): Identity {
  return {
    name: name ?? before.name,
    idNumber: idNumber === undefined ? before.idNumber : (idNumber?.toUpperCase() ?? null),
    phone: phone === undefined ? before.phone : phone,
    address: address === undefined ? before.address : address,
    contacts: contacts === undefined ? before.contacts : contactsFrom(contacts),
  };
}

export function historyFrom(given: PatientHistoryInput | null | undefined): History {
  if (!given) return noHistory;
  return {
    conditions: given.conditions.map(({ name, since }) => ({ name, since: since ?? null })),
    allergies: given.allergies.map(({ substance, reaction, severity }) => ({
      substance,
      reaction: reaction ?? null,
      severity: severity ?? null,
    })),
    medications: given.medications.map(({ name, dosage }) => ({ name, dosage: dosage ?? null })),
    notes: given.notes || null,
  };
}

/** What of a file's plain columns changes; who the patient is and was is left to the vault. */
export function plainEdit(row: PatientRow, input: ChangePatientInput) {
  const { sex, birthDate, recordNumber, groups, spo2Scale, isPregnant } = input;
  const data = {
    ...(sex != null && { sex }),
    ...(birthDate != null && { birthDate: new Date(birthDate) }),
    ...(recordNumber != null && { recordNumber }),
    ...(groups !== undefined && { groups: groups ?? [] }),
    ...(spo2Scale !== undefined && { spo2Scale: spo2Scale ?? 1 }),
    ...(isPregnant !== undefined && { isPregnant: isPregnant ?? false }),
    ...cleared(input, [
      "customerId",
      "isSmoker",
      "hasDiabetes",
      "hasTreatedHypertension",
      "hasFamilyHistory",
    ]),
    ...cleared(input, ["heightCm", "waistCm"]),
  };
  // A day of birth is identity: the log names the field and leaves the days out.
  const comparable = (of: { birthDate?: Date }) => ({
    ...of,
    ...(of.birthDate && { birthDate: dayOf(of.birthDate) }),
  });
  return { data, changes: changesBetween(comparable(row), comparable(data), ["birthDate"]) };
}

/** Those of the fields that were given, null too. */
function cleared<Key extends keyof ChangePatientInput>(input: ChangePatientInput, keys: readonly Key[]) {
  const given: Partial<Pick<ChangePatientInput, Key>> = {};
  for (const key of keys) if (input[key] !== undefined) given[key] = input[key];
  return given;
}

function contactsFrom(given: CreatePatientInput["contacts"]): Identity["contacts"] {
  return (given ?? []).map(({ name, relation, phone }) => ({
    name,
    relation: relation ?? null,
    phone: phone ?? null,
  }));
}
