import { Field, Float, Int, ObjectType } from "type-graphql";

@ObjectType({ description: "A range of values, both ends of it included; null where it is open." })
export class VitalRange {
  @Field(() => Float, { nullable: true }) low: number | null;
  @Field(() => Float, { nullable: true }) high: number | null;
}

@ObjectType({ description: "A vital sign that is kept: its code, its unit, and what values it can have." })
export class VitalSignKind {
  @Field(() => String, { description: "LOINC." })
  code: string;

  @Field(() => String) nameZh: string;
  @Field(() => String) nameEn: string;

  @Field(() => String, { description: "UCUM: what values are kept in, whatever unit they came in." })
  unit: string;

  @Field(() => Int, { description: "Decimals that are shown." })
  precision: number;

  @Field(() => VitalRange, { description: "A value outside of it is refused." })
  possible: VitalRange;

  @Field(() => VitalRange, { description: "A value outside of it is kept, and marked as implausible." })
  plausible: VitalRange;

  @Field(() => VitalRange, {
    nullable: true,
    description: "Of adults at rest: what charts show as normal. Not a diagnosis.",
  })
  reference: VitalRange | null;
}
