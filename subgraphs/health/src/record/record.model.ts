import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { Field, ID, ObjectType } from "type-graphql";
import { PatientRecordKindEnum } from "./record.enums.ts";
import type { RecordKind } from "./record.kinds.ts";

@ObjectType({ description: "A fact that an entry of the timeline is made from." })
export class PatientRecordFact {
  @Field(() => String)
  name: string;

  @Field(() => String, { description: "As text: a number, a code, an id, true or false." })
  value: string;
}

@ObjectType({ description: "An entry of a patient's timeline." })
export class PatientRecord {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => PatientRecordKindEnum)
  kind: RecordKind;

  @Field(() => DateTime)
  occurredAt: Date;

  @Field(() => String, { nullable: true, description: "Of what people wrote." })
  title: string | null;

  @Field(() => String, { nullable: true })
  text: string | null;

  @Field(() => [PatientRecordFact], {
    description: "Of what the platform wrote: what the words are made from.",
  })
  facts: PatientRecordFact[];

  @Field(() => String, {
    nullable: true,
    description: "What it leads to: alert, report, device, assessment.",
  })
  subjectType: string | null;

  @Field(() => ID, { nullable: true })
  subjectId: string | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "Entered by mistake, and taken back then; kept all the same.",
  })
  retractedAt: Date | null;

  @Field(() => DateTime)
  createdAt: Date;

  authorUserId: string | null;
}

export const PatientRecordConnection = connectionOf(() => PatientRecord, "PatientRecord");

@ObjectType({ description: "The entry after a change." })
export class PatientRecordPayload {
  @Field(() => PatientRecord)
  record: PatientRecord;
}
