import { registerEnumType } from "type-graphql";
import { z } from "zod";
import { allergySeverities } from "./identity/identity.ts";
import { consents, patientStatuses, sexes } from "./patient.facts.ts";

export const PatientSexEnum = z.enum(sexes).enum;
registerEnumType(PatientSexEnum, {
  name: "PatientSex",
  description: "Administrative gender, as FHIR names it.",
});

export const PatientStatusEnum = z.enum(patientStatuses).enum;
registerEnumType(PatientStatusEnum, {
  name: "PatientStatus",
  description: "Whether a patient is being looked after.",
  valuesConfig: {
    ACTIVE: { description: "Is measured, and alerts are raised." },
    INACTIVE: { description: "Not looked after for now; readings are not taken in." },
    DECEASED: { description: "Has died; readings are not taken in." },
  },
});

export const PatientConsentEnum = z.enum(consents).enum;
registerEnumType(PatientConsentEnum, {
  name: "PatientConsent",
  description: "Whether a patient agreed to be measured. Without consent no reading is taken in.",
  valuesConfig: {
    NONE: { description: "Never asked for." },
    GRANTED: { description: "Given." },
    WITHDRAWN: { description: "Given once, and taken back." },
  },
});

export const AllergySeverityEnum = z.enum(allergySeverities).enum;
registerEnumType(AllergySeverityEnum, {
  name: "AllergySeverity",
  description: "How severe a reaction was, as FHIR grades it.",
});

export const patientOrderFields = ["CREATED_AT", "RECORD_NUMBER", "LAST_READING_AT", "NEWS2"] as const;
export type PatientOrderField = (typeof patientOrderFields)[number];
export const PatientOrderFieldEnum = z.enum(patientOrderFields).enum;
registerEnumType(PatientOrderFieldEnum, {
  name: "PatientOrderField",
  description:
    "What a list of patients is ordered by. Not by name: names are kept encrypted, and what is encrypted has no order.",
  valuesConfig: {
    CREATED_AT: { description: "When the file was made." },
    RECORD_NUMBER: { description: "The number of the file." },
    LAST_READING_AT: { description: "When something was last measured; files without a reading come last." },
    NEWS2: { description: "The latest NEWS2; files without a score come last." },
  },
});
