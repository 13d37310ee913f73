import { uuid } from "@wegraph/kit/validate";
import { Field, Float, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { PatientContactInput, PatientHistoryInput } from "./history.input.ts";
import { PatientSexEnum } from "./patient.enums.ts";
import type { Sex } from "./patient.facts.ts";
import * as rules from "./patient.rules.ts";

/** What both a new file and a change of one may give. */
const shared = {
  idNumber: rules.idNumber.nullish(),
  phone: rules.phone.nullish(),
  address: rules.address.nullish(),
  contacts: rules.contacts.nullish(),
  history: rules.history.nullish(),
  groups: rules.groups.nullish(),
  customerId: uuid().nullish(),
  spo2Scale: z.union([z.literal(1), z.literal(2)], "1 or 2").nullish(),
  isPregnant: z.boolean().nullish(),
  isSmoker: z.boolean().nullish(),
  hasDiabetes: z.boolean().nullish(),
  hasTreatedHypertension: z.boolean().nullish(),
  hasFamilyHistory: z.boolean().nullish(),
  heightCm: rules.heightCm.nullish(),
  waistCm: rules.waistCm.nullish(),
};

@InputType({ description: "What a patient's file holds besides who it is for." })
class PatientFileInput {
  @Field(() => String, {
    nullable: true,
    description: "Of a document; the check digit of a Chinese resident's number is checked.",
  })
  idNumber?: string | null;

  @Field(() => String, { nullable: true })
  phone?: string | null;

  @Field(() => String, { nullable: true })
  address?: string | null;

  @Field(() => [PatientContactInput], { nullable: true, description: "All of them, at most 5." })
  contacts?: PatientContactInput[] | null;

  @Field(() => PatientHistoryInput, { nullable: true, description: "All of it." })
  history?: PatientHistoryInput | null;

  @Field(() => [String], { nullable: true, description: "All groups that the patient is in." })
  groups?: string[] | null;

  @Field(() => ID, { nullable: true, description: "Of a customer of the same tenant." })
  customerId?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "NEWS2's scale for SpO2: 2 only where a target of 88 to 92 % was prescribed, else 1.",
  })
  spo2Scale?: number | null;

  @Field(() => Boolean, { nullable: true })
  isPregnant?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Null where nobody knows." })
  isSmoker?: boolean | null;

  @Field(() => Boolean, { nullable: true })
  hasDiabetes?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Takes medication against high blood pressure." })
  hasTreatedHypertension?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Of diabetes, in parents, siblings or children." })
  hasFamilyHistory?: boolean | null;

  @Field(() => Float, { nullable: true, description: "In cm." })
  heightCm?: number | null;

  @Field(() => Float, { nullable: true, description: "In cm." })
  waistCm?: number | null;
}

const registered = {
  ...shared,
  name: rules.patientName,
  sex: z.enum(PatientSexEnum),
  birthDate: rules.birthDate,
  recordNumber: rules.recordNumber.nullish(),
  clinicianId: uuid().nullish(),
  careTeamIds: rules.careTeam.nullish(),
  department: rules.department.nullish(),
  hasConsented: z.boolean().nullish(),
};

@InputType({ description: "Who is to be registered." })
export class NewPatientInput extends PatientFileInput {
  static readonly rules = z.object(registered);

  @Field(() => String)
  name: string;

  @Field(() => PatientSexEnum)
  sex: Sex;

  @Field(() => String, { description: "YYYY-MM-DD." })
  birthDate: string;

  @Field(() => String, {
    nullable: true,
    description: "Your own number for the file; given by us when left out.",
  })
  recordNumber?: string | null;

  @Field(() => ID, { nullable: true, description: "The user who is responsible." })
  clinicianId?: string | null;

  @Field(() => [ID], { nullable: true, description: "Users who look after the patient too." })
  careTeamIds?: string[] | null;

  @Field(() => String, { nullable: true, description: "Your own department when left out." })
  department?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: false,
    description: "Whether the patient agreed to be measured. Without consent no reading is taken in.",
  })
  hasConsented?: boolean | null;
}

@InputType({ description: "A new patient." })
export class CreatePatientInput extends NewPatientInput {
  static override readonly rules = z.object({
    ...registered,
    idempotencyKey: rules.idempotencyKey.nullish(),
  });

  @Field(() => String, {
    nullable: true,
    description: "The same key with the same input gives the same patient.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "What to change of a patient's file; what is left out stays, null clears." })
export class ChangePatientInput extends PatientFileInput {
  static readonly rules = z.object({
    ...shared,
    patientId: uuid(),
    name: rules.patientName.nullish().refine(notCleared, "cannot be cleared"),
    sex: z.enum(PatientSexEnum).nullish().refine(notCleared, "cannot be cleared"),
    birthDate: rules.birthDate.nullish().refine(notCleared, "cannot be cleared"),
    recordNumber: rules.recordNumber.nullish().refine(notCleared, "cannot be cleared"),
    expectedVersion: z.number().int().min(1).nullish(),
  });

  @Field(() => ID)
  patientId: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => PatientSexEnum, { nullable: true })
  sex?: Sex | null;

  @Field(() => String, { nullable: true, description: "YYYY-MM-DD." })
  birthDate?: string | null;

  @Field(() => String, { nullable: true })
  recordNumber?: string | null;

  @Field(() => Int, {
    nullable: true,
    description: "Refused with CONFLICT when the file is of another version.",
  })
  expectedVersion?: number | null;
}

function notCleared(given: unknown): boolean {
  return given !== null;
}
