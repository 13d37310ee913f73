import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { SortDirectionEnum } from "@wegraph/kit/shared.model";
import type { SortDirection } from "@wegraph/kit/shared.model";
import { Field, ID, InputType } from "type-graphql";
import { z } from "zod";
import { News2RiskEnum } from "../news2/news2.enums.ts";
import type { News2Risk } from "../news2/news2.ts";
import {
  PatientConsentEnum,
  PatientOrderFieldEnum,
  PatientSexEnum,
  PatientStatusEnum,
} from "./patient.enums.ts";
import type { PatientOrderField } from "./patient.enums.ts";
import type { Consent, PatientStatus, Sex } from "./patient.facts.ts";
import { department, groups } from "./patient.rules.ts";

@InputType({ description: "Which patients; everything given must hold." })
export class PatientFilter {
  static readonly rules = z.object({
    search: text(0, 60).nullish(),
    statuses: z.array(z.enum(PatientStatusEnum)).max(3).nullish(),
    sex: z.enum(PatientSexEnum).nullish(),
    groups: groups.nullish(),
    clinicianId: uuid().nullish(),
    careTeamMemberId: uuid().nullish(),
    department: department.nullish(),
    consents: z.array(z.enum(PatientConsentEnum)).max(3).nullish(),
    news2Risks: z.array(z.enum(News2RiskEnum)).max(4).nullish(),
    silentSince: z.date().nullish(),
    isArchived: z.boolean().nullish(),
  });

  @Field(() => String, {
    nullable: true,
    description:
      "Part of a name (of one character: its first), a phone or identity number or its last four places, or how a record number begins.",
  })
  search?: string | null;

  @Field(() => [PatientStatusEnum], { nullable: true, description: "In one of these states." })
  statuses?: PatientStatus[] | null;

  @Field(() => PatientSexEnum, { nullable: true })
  sex?: Sex | null;

  @Field(() => [String], { nullable: true, description: "In one of these groups." })
  groups?: string[] | null;

  @Field(() => ID, { nullable: true, description: "This user is responsible." })
  clinicianId?: string | null;

  @Field(() => ID, { nullable: true, description: "This user is responsible, or of the care team." })
  careTeamMemberId?: string | null;

  @Field(() => String, { nullable: true })
  department?: string | null;

  @Field(() => [PatientConsentEnum], { nullable: true })
  consents?: Consent[] | null;

  @Field(() => [News2RiskEnum], { nullable: true, description: "The latest NEWS2 means one of these." })
  news2Risks?: News2Risk[] | null;

  @Field(() => DateTime, { nullable: true, description: "Nothing was measured since then." })
  silentSince?: Date | null;

  @Field(() => Boolean, { nullable: true, description: "Archived files instead of those in use." })
  isArchived?: boolean | null;
}

@InputType({ description: "The order of a list of patients." })
export class PatientOrder {
  @Field(() => PatientOrderFieldEnum)
  by: PatientOrderField;

  @Field(() => SortDirectionEnum)
  direction: SortDirection;
}
