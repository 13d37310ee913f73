import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import {
  AssessPatientRiskInput,
  AssessPatientRiskPayload,
  RiskAssessment,
  RiskAssessmentConnection,
  RiskKindEnum,
} from "./risk.model.ts";
import type { RiskKind } from "./risk.codes.ts";
import type { RiskReader } from "./risk.reader.ts";
import type { RiskService } from "./risk.service.ts";

@Resolver(() => RiskAssessment)
export class RiskResolver {
  constructor(
    private readonly reader: RiskReader,
    private readonly service: RiskService,
  ) {}

  @Requires("health-analysis:read")
  @Query(() => [RiskAssessment], {
    description: "A patient's risks as last assessed, one of each kind. Not a diagnosis.",
  })
  riskAssessments(
    @Arg("patientId", () => ID) patientId: string,
    @Ctx() context: RequestContext,
  ): Promise<RiskAssessment[]> {
    return this.reader.latest(context, patientId);
  }

  @Requires("health-analysis:read")
  @Query(() => RiskAssessmentConnection, {
    description:
      "How a patient's risk has changed: each result that differed from the one before, the latest first.",
  })
  riskHistory(
    @Arg("patientId", () => ID) patientId: string,
    @Arg("kind", () => RiskKindEnum) kind: RiskKind,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<RiskAssessment>> {
    return this.reader.history(context, patientId, kind, page);
  }

  @Requires("health-analysis:read")
  @Mutation(() => AssessPatientRiskPayload, {
    description:
      "Assesses a patient's risks now, by what is known: the file, ninety days of readings, a year of reports.",
  })
  async assessPatientRisk(
    @Arg("input", () => AssessPatientRiskInput) { patientId }: AssessPatientRiskInput,
    @Ctx() context: RequestContext,
  ): Promise<AssessPatientRiskPayload> {
    await this.service.assess(context, patientId);
    return { assessments: await this.reader.latest(context, patientId) };
  }
}
