import { text, uuid } from "@wegraph/kit/validate";
import { Field, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { PatientStatusEnum } from "./patient.enums.ts";
import type { PatientStatus } from "./patient.facts.ts";
import { careTeam, department } from "./patient.rules.ts";

const about = { patientId: uuid(), expectedVersion: z.number().int().min(1).nullish() };

@InputType({ description: "The patient an act is about." })
export class PatientVersionInput {
  static readonly rules = z.object(about);

  @Field(() => ID)
  patientId: string;

  @Field(() => Int, {
    nullable: true,
    description: "Refused with CONFLICT when the file is of another version.",
  })
  expectedVersion?: number | null;
}

@InputType({ description: "Whether a patient is looked after." })
export class SetPatientStatusInput extends PatientVersionInput {
  static override readonly rules = z.object({ ...about, status: z.enum(PatientStatusEnum) });

  @Field(() => PatientStatusEnum)
  status: PatientStatus;
}

@InputType({ description: "Whether a patient agrees to be measured." })
export class SetPatientConsentInput extends PatientVersionInput {
  static override readonly rules = z.object({
    ...about,
    hasConsented: z.boolean(),
    note: text(0, 500).nullish(),
  });

  @Field(() => Boolean, { description: "False takes a consent back: from then on no reading is taken in." })
  hasConsented: boolean;

  @Field(() => String, { nullable: true, description: "How it was given or taken back; on the timeline." })
  note?: string | null;
}

@InputType({ description: "Who looks after a patient; what is left out stays, null clears." })
export class ChangeCareTeamInput extends PatientVersionInput {
  static override readonly rules = z.object({
    ...about,
    clinicianId: uuid().nullish(),
    careTeamIds: careTeam.nullish(),
    department: department.nullish(),
  });

  @Field(() => ID, { nullable: true, description: "The user who is responsible." })
  clinicianId?: string | null;

  @Field(() => [ID], { nullable: true, description: "All users who look after the patient too." })
  careTeamIds?: string[] | null;

  @Field(() => String, { nullable: true })
  department?: string | null;
}

@InputType({ description: "Whose identity is to be shown, and why." })
export class RevealPatientIdentityInput {
  static readonly rules = z.object({ patientId: uuid(), reason: text(4, 200) });

  @Field(() => ID)
  patientId: string;

  @Field(() => String, { description: "At least 4 characters; kept in the audit log." })
  reason: string;
}
