import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { Directive, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { ItemCategoryEnum, ItemFlagEnum, ReportChangeEnum, ReportStatusEnum } from "./report.enums.ts";
import type { ItemCategory, ItemFlag, ReportStatus } from "./report.codes.ts";
import type { ReportChange } from "./report.events.ts";

@ObjectType({ description: "What was examined, and what came of it." })
export class CheckupItem {
  @Field(() => ItemCategoryEnum)
  category: ItemCategory;

  @Field(() => String, { nullable: true, description: "LOINC." })
  code: string | null;

  @Field(() => String, { description: "As it was entered; `checkupPanels` has the names of known codes." })
  name: string;

  @Field(() => Float, { nullable: true })
  value: number | null;

  @Field(() => String, { nullable: true, description: "Where the result is no number." })
  text: string | null;

  @Field(() => String, { nullable: true, description: "UCUM." })
  unit: string | null;

  @Field(() => Float, { nullable: true, description: "Belongs to the interval." })
  referenceLow: number | null;

  @Field(() => Float, { nullable: true, description: "Belongs to the interval." })
  referenceHigh: number | null;

  @Field(() => String, { nullable: true, description: "As the laboratory prints it." })
  referenceText: string | null;

  @Field(() => ItemFlagEnum, { nullable: true, description: "Null where there is nothing to compare with." })
  flag: ItemFlag | null;
}

@Directive('@key(fields: "id")')
@ObjectType({ description: "What a check-up of a patient found. Each look into it is on record." })
export class CheckupReport {
  @Field(() => ID)
  id: string;

  @Field(() => String, { description: '"R-000042", or the number it was given.' })
  reportNumber: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => String, { description: "Where the patient was examined." })
  institution: string;

  @Field(() => String, { description: "YYYY-MM-DD." })
  examinedOn: string;

  @Field(() => ReportStatusEnum)
  status: ReportStatus;

  @Field(() => String, { nullable: true, description: "What the doctor concludes." })
  conclusion: string | null;

  @Field(() => String, { nullable: true, description: "What the doctor advises." })
  advice: string | null;

  @Field(() => String, { nullable: true, description: "Who concludes and advises." })
  doctor: string | null;

  @Field(() => ID, { nullable: true, description: "Of the report that this one corrects." })
  replacesId: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "Of the report that was published in place of this one, which counts no more.",
  })
  replacedById: string | null;

  @Field(() => Int, { description: "Grows with every change; give it back to change only what you saw." })
  version: number;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => DateTime)
  updatedAt: Date;

  @Field(() => DateTime, { nullable: true })
  publishedAt: Date | null;

  // What field resolvers need.
  attachmentFileIds: string[];
  publishedById: string | null;
  createdById: string | null;
}

export const CheckupReportConnection = connectionOf(() => CheckupReport, "CheckupReport");

@ObjectType({ description: "How many results of a report stand where." })
export class CheckupItemCounts {
  @Field(() => Int)
  items: number;

  @Field(() => Int, { description: "Outside of their reference, those far outside included." })
  abnormal: number;

  @Field(() => Int, { description: "LL or HH." })
  critical: number;
}

@ObjectType({ description: "The report after a change." })
export class CheckupReportPayload {
  @Field(() => CheckupReport)
  report: CheckupReport;
}

@ObjectType({ description: "A draft that is gone." })
export class DeleteCheckupReportPayload {
  @Field(() => ID)
  reportId: string;
}

@ObjectType({ description: "Something happened to a report." })
export class CheckupReportEvent {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => ReportChangeEnum)
  change: ReportChange;

  @Field(() => ID)
  reportId: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => Int)
  version: number;
}
