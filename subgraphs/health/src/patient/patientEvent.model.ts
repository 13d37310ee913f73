import { DateTime } from "@wegraph/kit/scalars";
import { Field, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";

const patientChanges = ["REGISTERED", "CHANGED", "STATUS_CHANGED", "CONSENT_CHANGED", "RECORDED"] as const;
export type PatientChange = (typeof patientChanges)[number];
export const PatientChangeEnum = z.enum(patientChanges).enum;
registerEnumType(PatientChangeEnum, {
  name: "PatientChange",
  description: "What happened to a patient's file.",
  valuesConfig: {
    CHANGED: { description: "What it says, or who looks after the patient." },
    STATUS_CHANGED: { description: "The status, or the file was archived or restored." },
    RECORDED: { description: "Somebody wrote on the timeline, or took back what was written there." },
  },
});

const bySubject: Readonly<Record<string, PatientChange>> = {
  registered: "REGISTERED",
  changed: "CHANGED",
  "status-changed": "STATUS_CHANGED",
  "consent-changed": "CONSENT_CHANGED",
  recorded: "RECORDED",
};

/** By the third part of an event's subject: "health.patient.consent-changed.v1". */
export function changeOf(subject: string): PatientChange {
  return bySubject[subject.split(".")[2] ?? ""] ?? "CHANGED";
}

@ObjectType({ description: "Something happened to a patient's file." })
export class PatientEvent {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => PatientChangeEnum)
  change: PatientChange;

  @Field(() => ID)
  patientId: string;

  @Field(() => String)
  recordNumber: string;

  @Field(() => Int)
  version: number;
}
