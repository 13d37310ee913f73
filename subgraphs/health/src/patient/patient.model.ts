import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { News2RiskEnum } from "../news2/news2.enums.ts";
import type { News2Risk } from "../news2/news2.ts";
import type { AllergySeverity } from "./identity/identity.ts";
import {
  AllergySeverityEnum,
  PatientConsentEnum,
  PatientSexEnum,
  PatientStatusEnum,
} from "./patient.enums.ts";
import type { Consent, PatientStatus, Sex } from "./patient.facts.ts";
import type { Reach } from "./patient.scope.ts";

@ObjectType({ description: "Somebody to be reached for a patient." })
export class PatientContact {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  relation: string | null;

  @Field(() => String, { nullable: true })
  phone: string | null;
}

@ObjectType({ description: "How a patient is identified and reached." })
export class PatientIdentity {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  idNumber: string | null;

  @Field(() => String, { nullable: true })
  phone: string | null;

  @Field(() => String, { nullable: true })
  address: string | null;

  @Field(() => [PatientContact])
  contacts: PatientContact[];
}

@ObjectType({ description: "A condition that was diagnosed." })
export class PatientCondition {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true, description: "YYYY, YYYY-MM or YYYY-MM-DD." })
  since: string | null;
}

@ObjectType({ description: "What a patient does not tolerate." })
export class PatientAllergy {
  @Field(() => String)
  substance: string;

  @Field(() => String, { nullable: true })
  reaction: string | null;

  @Field(() => AllergySeverityEnum, { nullable: true })
  severity: AllergySeverity | null;
}

@ObjectType({ description: "What a patient takes." })
export class PatientMedication {
  @Field(() => String)
  name: string;

  @Field(() => String, { nullable: true })
  dosage: string | null;
}

@ObjectType({ description: "What is known of a patient's past." })
export class PatientHistory {
  @Field(() => [PatientCondition])
  conditions: PatientCondition[];

  @Field(() => [PatientAllergy])
  allergies: PatientAllergy[];

  @Field(() => [PatientMedication])
  medications: PatientMedication[];

  @Field(() => String, { nullable: true })
  notes: string | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "A patient's file. Each look into it is on record." })
export class Patient implements Reach {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: 'What people call the file by: "P-000042", or your own.' })
  recordNumber: string;

  @Field(() => String)
  name: string;

  @Field(() => PatientIdentity, {
    description:
      "Numbers, addresses and contacts with their middle hidden; `revealPatientIdentity` shows them.",
  })
  identity: PatientIdentity;

  @Field(() => PatientHistory)
  history: PatientHistory;

  @Field(() => PatientSexEnum)
  sex: Sex;

  @Field(() => String, { description: "YYYY-MM-DD." })
  birthDate: string;

  @Field(() => PatientStatusEnum)
  status: PatientStatus;

  @Field(() => PatientConsentEnum)
  consent: Consent;

  @Field(() => DateTime, { nullable: true, description: "Since when the consent stands as it does." })
  consentAt: Date | null;

  @Field(() => [String], { description: "Groups that alert rules name." })
  groups: string[];

  @Field(() => String, {
    nullable: true,
    description: "The department it belongs to; rights in the scope DEPARTMENT go by it.",
  })
  department: string | null;

  @Field(() => [ID], { description: "Ids of the users who look after the patient too." })
  careTeamUserIds: string[];

  @Field(() => ID, { nullable: true, description: "Of the customer who this patient is." })
  customerId: string | null;

  @Field(() => Int, { description: "NEWS2's scale for SpO2." })
  spo2Scale: 1 | 2;

  @Field(() => Boolean)
  isPregnant: boolean;

  @Field(() => Boolean, { nullable: true, description: "Null where nobody knows." })
  isSmoker: boolean | null;

  @Field(() => Boolean, { nullable: true })
  hasDiabetes: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Takes medication against high blood pressure." })
  hasTreatedHypertension: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Of diabetes, in parents, siblings or children." })
  hasFamilyHistory: boolean | null;

  @Field(() => Float, { nullable: true, description: "In cm." })
  heightCm: number | null;

  @Field(() => Float, { nullable: true, description: "In cm." })
  waistCm: number | null;

  @Field(() => DateTime, { nullable: true, description: "When something was last measured." })
  lastReadingAt: Date | null;

  @Field(() => Int, {
    nullable: true,
    description: "The latest NEWS2, 0 to 20; null where too little is known.",
  })
  news2: number | null;

  @Field(() => News2RiskEnum, {
    nullable: true,
    description: "What the latest NEWS2 means. Not a diagnosis.",
  })
  news2Risk: News2Risk | null;

  @Field(() => DateTime, { nullable: true, description: "When the newest value of that NEWS2 was measured." })
  news2At: Date | null;

  @Field(() => Int, { description: "Grows with every change; give it back to change only what you saw." })
  version: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "Put away: out of lists, and nothing is measured." })
  archivedAt: Date | null;

  // What field resolvers need, and clients reach through entities.
  tenantId: string;
  clinicianUserId: string | null;
}

export const PatientConnection = connectionOf(() => Patient, "Patient");

@ObjectType({ description: "The patient after a change." })
export class PatientPayload {
  @Field(() => Patient)
  patient: Patient;
}

@ObjectType({ description: "Who a patient is, in full." })
export class PatientIdentityPayload {
  @Field(() => PatientIdentity)
  identity: PatientIdentity;
}
