import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Patient } from "../patient/patient.model.ts";
import { CheckupReport } from "../report/report.model.ts";
import type { ReportReader } from "../report/report.reader.ts";
import { RiskAssessment } from "./risk.model.ts";
import type { RiskReader } from "./risk.reader.ts";

/** What makes a patient's file a summary, beside its alerts, vital signs and score; each part by its own right. */
@Resolver(() => Patient)
export class PatientSummaryResolver {
  constructor(
    private readonly risks: RiskReader,
    private readonly reports: ReportReader,
  ) {}

  @Requires("health-analysis:read")
  @FieldResolver(() => [RiskAssessment], {
    nullable: true,
    description: "As last assessed, one of each kind; empty where the right does not reach this patient.",
  })
  riskAssessments(@Root() { id }: Patient, @Ctx() context: RequestContext): Promise<RiskAssessment[]> {
    return this.risks.ofPatient(context, id);
  }

  @Requires("checkup-report:read")
  @FieldResolver(() => CheckupReport, {
    nullable: true,
    description: "The latest published one that was not replaced.",
  })
  latestCheckupReport(
    @Root() { id }: Patient,
    @Ctx() context: RequestContext,
  ): Promise<CheckupReport | null> {
    return this.reports.latestOf(context, id);
  }
}
