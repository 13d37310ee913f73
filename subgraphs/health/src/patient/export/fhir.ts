import { oneOf } from "@wegraph/kit/codes";
import { looksLikeResidentId } from "../identity/residentId.ts";
import type { History, Identity } from "../identity/identity.ts";
import type { PatientFacts, Sex } from "../patient.facts.ts";
import { readingFlags, vital } from "../../vital/vital.codes.ts";
import type { ReadingFlag } from "../../vital/vital.codes.ts";

// FHIR R4 (4.0.1): https://hl7.org/fhir/R4/patient.html, observation-vitalsigns.html, allergyintolerance.html, condition.html.

const identifierTypes = "http://terminology.hl7.org/CodeSystem/v2-0203";
const genders: Readonly<Record<Sex, string>> = {
  MALE: "male",
  FEMALE: "female",
  OTHER: "other",
  UNKNOWN: "unknown",
};
/** ACVPU, as it is kept. */
const consciousness = ["Alert", "New confusion", "Responds to voice", "Responds to pain", "Unresponsive"];

export interface ExportedReading {
  id: string;
  code: string;
  value: number;
  unit: string;
  measuredAt: Date;
  deviceId: string | null;
  flags: readonly string[];
}

export interface ExportedPatient {
  facts: PatientFacts;
  identity: Identity;
  history: History;
}

/** An entry of a Bundle. References go by `urn:uuid:`, so that it is complete in itself. */
export function entryOf(id: string, resource: object): object {
  return { fullUrl: `urn:uuid:${id}`, resource };
}

export function patientResource({ facts, identity }: ExportedPatient): object {
  const { idNumber, phone, address, contacts } = identity;
  return {
    resourceType: "Patient",
    id: facts.id,
    identifier: [
      { type: typed("MR"), value: facts.recordNumber },
      // Of a resident's number it is known what it is; of another document only that it is one.
      ...(idNumber
        ? [{ type: looksLikeResidentId(idNumber) ? typed("NI") : { text: "Document" }, value: idNumber }]
        : []),
    ],
    active: facts.status === "ACTIVE",
    name: [{ text: identity.name }],
    gender: genders[facts.sex],
    birthDate: facts.birthDate.toISOString().slice(0, 10),
    ...(facts.status === "DECEASED" && { deceasedBoolean: true }),
    ...(phone && { telecom: [{ system: "phone", value: phone }] }),
    ...(address && { address: [{ text: address }] }),
    ...(contacts.length > 0 && {
      contact: contacts.map((contact) => ({
        name: { text: contact.name },
        ...(contact.relation && { relationship: [{ text: contact.relation }] }),
        ...(contact.phone && { telecom: [{ system: "phone", value: contact.phone }] }),
      })),
    }),
  };
}

/** What is known of the past: coded nowhere, so as text. */
export function historyResources({ facts, history }: ExportedPatient): object[] {
  const subject = { reference: `urn:uuid:${facts.id}` };
  return [
    ...history.conditions.map(({ name, since }) => ({
      resourceType: "Condition",
      code: { text: name },
      subject,
      ...(since && { onsetDateTime: since }),
    })),
    ...history.allergies.map(({ substance, reaction, severity }) => ({
      resourceType: "AllergyIntolerance",
      code: { text: substance },
      patient: subject,
      // A reaction is said by what it looked like; how severe it was alone says too little to be one.
      ...(reaction && {
        reaction: [
          { manifestation: [{ text: reaction }], ...(severity && { severity: severity.toLowerCase() }) },
        ],
      }),
    })),
    ...history.medications.map(({ name, dosage }) => ({
      resourceType: "MedicationStatement",
      status: "unknown",
      medicationCodeableConcept: { text: name },
      subject,
      ...(dosage && { dosage: [{ text: dosage }] }),
    })),
  ];
}

export function observationResource(patientId: string, reading: ExportedReading, display: string): object {
  const { id, code, value, unit, measuredAt, deviceId, flags } = reading;
  return {
    resourceType: "Observation",
    id,
    status: "final",
    category: [
      {
        coding: [
          {
            system: "http://terminology.hl7.org/CodeSystem/observation-category",
            code: "vital-signs",
          },
        ],
      },
    ],
    code: { coding: [{ system: "http://loinc.org", code, display }] },
    subject: { reference: `urn:uuid:${patientId}` },
    effectiveDateTime: measuredAt.toISOString(),
    ...(code === vital.consciousness
      ? { valueCodeableConcept: { text: consciousness[value] ?? String(value) } }
      : { valueQuantity: { value, unit, system: "http://unitsofmeasure.org", code: unit } }),
    ...(deviceId && { device: { identifier: { value: deviceId } } }),
    // "Statements about significant, unexpected or unreliable result values" (Observation.note); the value stays what was measured.
    ...(flags.length > 0 && { note: flags.map((flag) => ({ text: noteOf(flag) })) }),
  };
}

const notes: Readonly<Record<ReadingFlag, string>> = {
  IMPLAUSIBLE: "hardly ever seen in people",
  LATE: "came more than an hour after it was measured, or after a newer one",
  SPIKE: "far from its neighbours, and back at once",
  FLAT_LINE: "the same for longer than a living body keeps it",
  CLOCK_CORRECTED: "the device's clock was wrong, and the time was corrected",
  MOVEMENT: "the patient moved",
};

function noteOf(flag: string): string {
  return `${flag}: ${notes[oneOf(readingFlags, flag)]}`;
}

function typed(code: "MR" | "NI"): object {
  return { coding: [{ system: identifierTypes, code }] };
}
