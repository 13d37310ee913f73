import { DateTime } from "@wegraph/kit/scalars";
import { Field, Int, ObjectType } from "type-graphql";
import { News2AbsenceEnum, News2ParameterEnum, News2RiskEnum } from "./news2.enums.ts";
import { news2Parameters } from "./news2.ts";
import type { News2, News2Absence, News2Outcome, News2Parameter, News2Risk } from "./news2.ts";

@ObjectType({ description: "The points of one parameter." })
export class News2Part {
  @Field(() => News2ParameterEnum)
  parameter: News2Parameter;

  @Field(() => Int)
  points: number;
}

@ObjectType({
  description: "A National Early Warning Score 2 (Royal College of Physicians, 2017). Not a diagnosis.",
})
export class News2Result {
  @Field(() => Int, { description: "0 to 20." })
  score: number;

  @Field(() => News2RiskEnum)
  risk: News2Risk;

  @Field(() => [News2Part])
  parts: News2Part[];

  @Field(() => Int, { description: "Of SpO2: 2 where a target of 88 to 92 % was prescribed." })
  scale: number;

  @Field(() => DateTime, { description: "When the newest of its values was measured." })
  at: Date;

  @Field(() => [News2ParameterEnum], {
    description: "What nobody noted, and was taken for normal: alert, on air.",
  })
  assumed: News2Parameter[];
}

@ObjectType({ description: "Why there is no NEWS2 at present." })
export class News2Missing {
  @Field(() => News2AbsenceEnum)
  reason: News2Absence;

  @Field(() => [News2ParameterEnum], { description: "Never measured, or as something hardly ever seen." })
  missing: News2Parameter[];

  @Field(() => [News2ParameterEnum], { description: "Measured too long before the newest of the others." })
  stale: News2Parameter[];
}

export function news2View({ score, risk, parts, scale, at, assumed }: News2): News2Result {
  return { score, risk, scale, at, assumed: [...assumed], parts: partsView(parts) };
}

export function partsView(parts: News2["parts"]): News2Part[] {
  return news2Parameters.map((parameter) => ({ parameter, points: parts[parameter] }));
}

export function missingView(outcome: News2Outcome): News2Missing | null {
  if (outcome.is === "SCORED") return null;
  const { reason, missing, stale } = outcome;
  return { reason, missing: [...missing], stale: [...stale] };
}
