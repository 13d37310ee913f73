import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { Field, Float, ID, InputType, ObjectType, registerEnumType } from "type-graphql";
import { z } from "zod";
import { factorEffects, riskFactors, riskKinds, riskLevels } from "./risk.codes.ts";
import type { FactorEffect, RiskFactor, RiskKind, RiskLevel } from "./risk.codes.ts";

export const RiskKindEnum = z.enum(riskKinds).enum;
registerEnumType(RiskKindEnum, { name: "RiskKind", description: "What somebody is at risk of." });

export const RiskLevelEnum = z.enum(riskLevels).enum;
registerEnumType(RiskLevelEnum, { name: "RiskLevel", description: "How high a risk is. Not a diagnosis." });

export const RiskFactorEnum = z.enum(riskFactors).enum;
registerEnumType(RiskFactorEnum, { name: "RiskFactorKind", description: "What a risk follows from." });

export const FactorEffectEnum = z.enum(factorEffects).enum;
registerEnumType(FactorEffectEnum, {
  name: "RiskFactorEffect",
  description: "What a factor does to the result.",
  valuesConfig: {
    NOTE: { description: "Worth knowing; the model does not count it." },
    EXCLUDES: { description: "The model does not hold for such a person." },
  },
});

@ObjectType({ description: "What went into an assessment." })
export class RiskFactorShare {
  @Field(() => RiskFactorEnum)
  factor: RiskFactor;

  @Field(() => Float, { nullable: true })
  value: number | null;

  @Field(() => String, { nullable: true, description: "Where it is no number: YES, NO, MALE, FEMALE." })
  text: string | null;

  @Field(() => String, { nullable: true, description: "UCUM." })
  unit: string | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "What the model counts for it: points (DIABETES), risk factors (HYPERTENSION), or how many times the hazard is what it would be with the optimal value (CARDIOVASCULAR).",
  })
  points: number | null;

  @Field(() => FactorEffectEnum)
  effect: FactorEffect;
}

@ObjectType({ description: "A risk by a published model, with what it follows from. Not a diagnosis." })
export class RiskAssessment {
  @Field(() => ID)
  id: string;

  @Field(() => ID)
  patientId: string;

  @Field(() => RiskKindEnum)
  kind: RiskKind;

  @Field(() => RiskLevelEnum, {
    nullable: true,
    description: "Null where facts are missing, or the model does not hold for such a person.",
  })
  level: RiskLevel | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Percent in ten years (CARDIOVASCULAR), points of 51 (DIABETES), grade 0 to 3 (HYPERTENSION).",
  })
  score: number | null;

  @Field(() => [RiskFactorShare])
  factors: RiskFactorShare[];

  @Field(() => [RiskFactorEnum], {
    description: "What would have to be known, or would make the result better known.",
  })
  missing: RiskFactor[];

  @Field(() => String, { description: "The published model." })
  model: string;

  @Field(() => DateTime, { description: "When this was last found to be so." })
  assessedAt: Date;
}

export const RiskAssessmentConnection = connectionOf(() => RiskAssessment, "RiskAssessment");

@InputType({ description: "Whose risks are to be assessed now." })
export class AssessPatientRiskInput {
  static readonly rules = z.object({ patientId: uuid() });

  @Field(() => ID)
  patientId: string;
}

@ObjectType({ description: "A patient's risks as they now are." })
export class AssessPatientRiskPayload {
  @Field(() => [RiskAssessment])
  assessments: RiskAssessment[];
}

@ObjectType({ description: "An assessment came to another result than the one before." })
export class RiskAssessedEvent {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => ID)
  patientId: string;

  @Field(() => RiskKindEnum)
  kind: RiskKind;

  @Field(() => RiskLevelEnum, { nullable: true })
  level: RiskLevel | null;

  @Field(() => RiskLevelEnum, { nullable: true })
  previousLevel: RiskLevel | null;
}
