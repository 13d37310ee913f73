import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { BilingualText } from "../notification/notice.model.ts";
import { reportKinds } from "./report.rules.ts";
import type { ReportKind } from "./report.rules.ts";

export const ReportKindEnum = z.enum(reportKinds).enum;
registerEnumType(ReportKindEnum, { name: "OperationsReportKind", description: "What a report is about." });

@ObjectType({ description: "A figure of a report, beside those of earlier periods." })
export class OperationsReportFigure {
  @Field(() => String)
  key: string;

  @Field(() => BilingualText)
  title: BilingualText;

  @Field(() => String, { description: "COUNT, SECONDS or RATIO." })
  unit: string;

  @Field(() => Float, { nullable: true, description: "Null: there was nothing to measure." })
  value: number | null;

  @Field(() => Float, { nullable: true, description: "Of the period before." })
  previous: number | null;

  @Field(() => Float, { nullable: true, description: "Of up to twelve earlier periods." })
  median: number | null;

  @Field(() => Int, { description: "How many earlier periods it was compared with." })
  periods: number;

  @Field(() => Boolean, {
    description:
      "More than 3.5 times the median absolute deviation (scaled to a standard deviation) and a tenth away from the median, of four earlier periods at least.",
  })
  isAnomaly: boolean;
}

@ObjectType({ description: "What was raised often." })
export class OperationsReportTop {
  @Field(() => String)
  name: string;

  @Field(() => BilingualText)
  title: BilingualText;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: "What happened in a day, week or month." })
export class OperationsReport {
  @Field(() => ID)
  id: string;

  @Field(() => ReportKindEnum)
  kind: ReportKind;

  @Field(() => DateTime)
  periodStart: Date;

  @Field(() => DateTime, { description: "Not included." })
  periodEnd: Date;

  @Field(() => DateTime)
  createdAt: Date;

  @Field(() => [OperationsReportFigure])
  figures: OperationsReportFigure[];

  @Field(() => [OperationsReportTop], { description: "The most frequent alerts, at most ten." })
  top: OperationsReportTop[];
}

export const OperationsReportConnection = connectionOf(() => OperationsReport, "OperationsReport");
