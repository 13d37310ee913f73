import { Field, ID, InputType, Int } from "type-graphql";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import type { RuleKind } from "../alert/alert.codes.ts";
import { HealthRuleKindEnum } from "../alert/alert.enums.ts";
import { PatientSexEnum } from "../patient/patient.enums.ts";
import type { Sex } from "../patient/patient.facts.ts";
import { HealthRuleConditionInput, conditionInput } from "./condition.input.ts";
import { everybody, reachShape } from "./rule.reach.ts";
import type { RuleReach } from "./rule.reach.ts";

@InputType({ description: "Whom a rule is for: everybody who fits all that is given." })
export class HealthRuleReachInput {
  @Field(() => [String], { nullable: true, description: "One of these patient groups." })
  groups?: string[] | null;

  @Field(() => PatientSexEnum, { nullable: true })
  sex?: Sex | null;

  @Field(() => Int, { nullable: true, description: "Full years." })
  ageFrom?: number | null;

  @Field(() => Int, { nullable: true, description: "Full years, inclusive." })
  ageTo?: number | null;

  @Field(() => Int, { nullable: true, description: "1 or 2: only patients on this SpO₂ scale of NEWS2." })
  spo2Scale?: number | null;

  @Field(() => [ID], { nullable: true, description: "Only these; at most 200." })
  patientIds?: string[] | null;

  @Field(() => [ID], { nullable: true, description: "Not these; at most 200." })
  exceptPatientIds?: string[] | null;
}

const anyReach = z.custom<HealthRuleReachInput>((given) => typeof given === "object" && given !== null);

export const reachInput: z.ZodType<HealthRuleReachInput> = anyReach.superRefine((given, context) => {
  const { error } = reachShape.safeParse(candidateOf(given));
  for (const { path, message } of error?.issues ?? []) context.addIssue({ code: "custom", path, message });
});

/** Of an input that `reachInput` has checked. */
export function reachOfInput(given: HealthRuleReachInput | null | undefined): RuleReach {
  return given ? reachShape.parse(candidateOf(given)) : everybody;
}

function candidateOf(given: HealthRuleReachInput) {
  const { groups, sex, ageFrom, ageTo, spo2Scale, patientIds, exceptPatientIds } = given;
  return {
    groups: [...new Set(groups)],
    sex: sex ?? null,
    ageFrom: ageFrom ?? null,
    ageTo: ageTo ?? null,
    spo2Scale: spo2Scale ?? null,
    patientIds: idsOf(patientIds),
    exceptPatientIds: idsOf(exceptPatientIds),
  };
}

function idsOf(given: readonly string[] | null | undefined): string[] {
  return [...new Set(given?.map((id) => id.toLowerCase()))];
}

const ruleName = text(1, 80);
const advice = text(0, 500);
const source = text(0, 300);
const version = z.number().int().min(1).nullish();

@InputType({ description: "A new rule." })
export class CreateHealthRuleInput {
  static readonly rules = z.object({
    nameZh: ruleName,
    nameEn: ruleName,
    condition: conditionInput,
    reach: reachInput.nullish(),
    adviceZh: advice.nullish(),
    adviceEn: advice.nullish(),
    source: source.nullish(),
    isEnabled: z.boolean().nullish(),
    idempotencyKey: text(1, 200).nullish(),
  });

  @Field(() => String)
  nameZh: string;

  @Field(() => String)
  nameEn: string;

  @Field(() => HealthRuleConditionInput)
  condition: HealthRuleConditionInput;

  @Field(() => HealthRuleReachInput, { nullable: true, description: "Everybody if not given." })
  reach?: HealthRuleReachInput | null;

  @Field(() => String, { nullable: true })
  adviceZh?: string | null;

  @Field(() => String, { nullable: true })
  adviceEn?: string | null;

  @Field(() => String, { nullable: true, description: "Where the limits come from." })
  source?: string | null;

  @Field(() => Boolean, { nullable: true, description: "True if not given." })
  isEnabled?: boolean | null;

  @Field(() => String, {
    nullable: true,
    description: "A repeat with the same key and input gets the same answer.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "What to change of a rule; what is not given stays." })
export class UpdateHealthRuleInput {
  static readonly rules = z.object({
    ruleId: uuid(),
    expectedVersion: version,
    nameZh: ruleName.nullish(),
    nameEn: ruleName.nullish(),
    condition: conditionInput.nullish(),
    reach: reachInput.nullish(),
    adviceZh: advice.nullish(),
    adviceEn: advice.nullish(),
    source: source.nullish(),
    isEnabled: z.boolean().nullish(),
  });

  @Field(() => ID)
  ruleId: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version you have seen: CONFLICT if it is another by now.",
  })
  expectedVersion?: number | null;

  @Field(() => String, { nullable: true })
  nameZh?: string | null;

  @Field(() => String, { nullable: true })
  nameEn?: string | null;

  @Field(() => HealthRuleConditionInput, { nullable: true, description: "As a whole, of the same kind." })
  condition?: HealthRuleConditionInput | null;

  @Field(() => HealthRuleReachInput, {
    nullable: true,
    description: "As a whole; patients named in it whom you may not see stay named.",
  })
  reach?: HealthRuleReachInput | null;

  @Field(() => String, { nullable: true })
  adviceZh?: string | null;

  @Field(() => String, { nullable: true })
  adviceEn?: string | null;

  @Field(() => String, { nullable: true })
  source?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Switched off, it ends the alerts it has." })
  isEnabled?: boolean | null;
}

@InputType({ description: "Which rule." })
export class HealthRuleInput {
  static readonly rules = z.object({ ruleId: uuid(), expectedVersion: version });

  @Field(() => ID)
  ruleId: string;

  @Field(() => Int, {
    nullable: true,
    description: "The version you have seen: CONFLICT if it is another by now.",
  })
  expectedVersion?: number | null;
}

@InputType({ description: "Which rules of a list." })
export class HealthRuleFilter {
  static readonly rules = z.object({
    kinds: z.array(z.enum(HealthRuleKindEnum)).nullish(),
    isEnabled: z.boolean().nullish(),
    isShipped: z.boolean().nullish(),
    search: text(0, 80).nullish(),
    patientId: uuid().nullish(),
  });

  @Field(() => [HealthRuleKindEnum], { nullable: true })
  kinds?: RuleKind[] | null;

  @Field(() => Boolean, { nullable: true })
  isEnabled?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Those that came with the platform, or one's own." })
  isShipped?: boolean | null;

  @Field(() => String, { nullable: true, description: "Part of a name, in either language." })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: "Only individual rules of this patient." })
  patientId?: string | null;
}
