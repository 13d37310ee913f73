import { Field, Float, InputType, Int } from "type-graphql";
import { z } from "zod";
import type { AlertSeverity, RuleKind } from "../alert/alert.codes.ts";
import { HealthAlertSeverityEnum } from "../alert/alert.enums.ts";
import { News2RiskEnum } from "../news2/news2.enums.ts";
import type { News2Risk } from "../news2/news2.ts";
import { MealContextEnum } from "../vital/vital.enums.ts";
import type { MealContext } from "../vital/vital.codes.ts";
import type { Operator, TrendMeasure } from "./rule.codes.ts";
import { conditionShape, dayMinutes, windowMinutesMax } from "./rule.condition.ts";
import type { Condition } from "./rule.condition.ts";
import { HealthOperatorEnum, HealthTrendMeasureEnum } from "./rule.enums.ts";

@InputType({ description: "From which value on, and how bad. The worse a level, the further out its limit." })
export class HealthRuleLevelInput {
  @Field(() => HealthAlertSeverityEnum) severity: AlertSeverity;
  @Field(() => HealthOperatorEnum) operator: Operator;
  @Field(() => Float) limit: number;
}

@InputType({ description: "A value beyond a limit." })
export class HealthThresholdInput {
  @Field(() => String, { description: "LOINC; see `vitalSignKinds`." })
  code: string;

  @Field(() => [HealthRuleLevelInput], { description: "1 to 6, in the unit that the code is kept in." })
  levels: HealthRuleLevelInput[];

  @Field(() => Float, { nullable: true, description: "0 if not given." })
  hysteresis?: number | null;

  @Field(() => Int, { nullable: true, description: "1 to 10; 1 if not given." })
  consecutive?: number | null;

  @Field(() => MealContextEnum, { nullable: true, description: "Of glucose only." })
  mealContext?: MealContext | null;

  @Field(() => Int, { nullable: true, description: "A day (1,440) if not given; null: however old." })
  maxAgeMinutes?: number | null;
}

@InputType({ description: "What the readings of some time come to." })
export class HealthTrendInput {
  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => HealthTrendMeasureEnum)
  measure: TrendMeasure;

  @Field(() => Int, { nullable: true, description: "1 to 20,160, 14 days; a BASELINE is always of 14 days." })
  windowMinutes?: number | null;

  @Field(() => [HealthRuleLevelInput])
  levels: HealthRuleLevelInput[];

  @Field(() => Float, { nullable: true, description: "0 if not given." })
  hysteresis?: number | null;

  @Field(() => Int, { nullable: true, description: "Of COUNT, and only then." })
  count?: number | null;

  @Field(() => Int, { nullable: true, description: "Of COUNT, and only then; at most 50." })
  of?: number | null;

  @Field(() => Int, { nullable: true, description: "2 if not given; of a slope 3, of a baseline 30." })
  minReadings?: number | null;
}

@InputType({ description: "From which risk on, and how bad." })
export class HealthNews2LevelInput {
  @Field(() => HealthAlertSeverityEnum) severity: AlertSeverity;
  @Field(() => News2RiskEnum) risk: News2Risk;
}

@InputType({ description: "The early-warning score of a new set of vital signs." })
export class HealthNews2Input {
  @Field(() => [HealthNews2LevelInput])
  levels: HealthNews2LevelInput[];
}

@InputType({ description: "From how long on, and how bad." })
export class HealthSilenceLevelInput {
  @Field(() => HealthAlertSeverityEnum) severity: AlertSeverity;
  @Field(() => Int, { description: "1 to 129,600, 90 days." }) minutes: number;
}

@InputType({ description: "No reading for too long." })
export class HealthMissingDataInput {
  @Field(() => [String], { nullable: true, description: "LOINC: none of these; not given: nothing at all." })
  codes?: string[] | null;

  @Field(() => Boolean, { nullable: true, description: "True if not given." })
  expectedOnly?: boolean | null;

  @Field(() => [HealthSilenceLevelInput])
  levels: HealthSilenceLevelInput[];
}

@InputType({ description: "A patient's device that is out of contact." })
export class HealthDeviceOfflineInput {
  @Field(() => [HealthSilenceLevelInput])
  levels: HealthSilenceLevelInput[];
}

@InputType({ description: "What a rule asks: exactly one of these." })
export class HealthRuleConditionInput {
  @Field(() => HealthThresholdInput, { nullable: true }) threshold?: HealthThresholdInput | null;
  @Field(() => HealthTrendInput, { nullable: true }) trend?: HealthTrendInput | null;
  @Field(() => HealthNews2Input, { nullable: true }) news2?: HealthNews2Input | null;
  @Field(() => HealthMissingDataInput, { nullable: true }) missingData?: HealthMissingDataInput | null;
  @Field(() => HealthDeviceOfflineInput, { nullable: true }) deviceOffline?: HealthDeviceOfflineInput | null;
}

type Part = keyof HealthRuleConditionInput;

const kindOf: Record<Part, RuleKind> = {
  threshold: "THRESHOLD",
  trend: "TREND",
  news2: "NEWS2",
  missingData: "MISSING_DATA",
  deviceOffline: "DEVICE_OFFLINE",
};
const parts: readonly Part[] = ["threshold", "trend", "news2", "missingData", "deviceOffline"];

/** Checks a condition as it will be stored, and tells what is wrong at the field as it was given. */
export const conditionInput: z.ZodType<HealthRuleConditionInput> = z
  .custom<HealthRuleConditionInput>((given) => typeof given === "object" && given !== null)
  .superRefine((given, context) => {
    const [part, ...more] = partsOf(given);
    if (part === undefined || more.length > 0)
      return context.addIssue({
        code: "custom",
        path: more.slice(0, 1),
        message: "exactly one kind of condition",
      });
    const { error } = conditionShape.safeParse(candidateOf(given, part));
    for (const { path, message } of error?.issues ?? [])
      context.addIssue({ code: "custom", path: [part, ...path], message });
  });

/** Of an input that `conditionInput` has checked. */
export function conditionOfInput(given: HealthRuleConditionInput): Condition {
  const [part] = partsOf(given);
  if (part === undefined) throw new RangeError("a condition of no kind");
  return conditionShape.parse(candidateOf(given, part));
}

function partsOf(given: HealthRuleConditionInput): Part[] {
  return parts.filter((part) => given[part] != null);
}

/** With what was left out filled in. */
function candidateOf(given: HealthRuleConditionInput, part: Part): unknown {
  const kind = kindOf[part];
  const { threshold, trend, missingData } = given;
  switch (part) {
    case "threshold":
      return {
        ...fieldsOf(threshold),
        kind,
        hysteresis: threshold?.hysteresis ?? 0,
        consecutive: threshold?.consecutive ?? 1,
        mealContext: threshold?.mealContext ?? null,
        maxAgeMinutes: threshold?.maxAgeMinutes === undefined ? dayMinutes : threshold.maxAgeMinutes,
      };
    case "trend":
      return {
        ...fieldsOf(trend),
        kind,
        windowMinutes: trend?.windowMinutes ?? (trend?.measure === "BASELINE" ? windowMinutesMax : undefined),
        hysteresis: trend?.hysteresis ?? 0,
        count: trend?.count ?? null,
        of: trend?.of ?? null,
        minReadings: trend?.minReadings ?? leastReadings(trend?.measure),
      };
    case "missingData":
      return {
        ...fieldsOf(missingData),
        kind,
        codes: [...new Set(missingData?.codes)],
        expectedOnly: missingData?.expectedOnly ?? true,
      };
    case "news2":
    case "deviceOffline":
      return { ...fieldsOf(given[part]), kind };
  }
}

function fieldsOf(input: object | null | undefined): Record<string, unknown> {
  return Object.fromEntries(Object.entries(input ?? {}));
}

function leastReadings(measure: TrendMeasure | undefined): number {
  if (measure === "BASELINE") return 30;
  return measure === "SLOPE_PER_HOUR" || measure === "SLOPE_PER_DAY" ? 3 : 2;
}
