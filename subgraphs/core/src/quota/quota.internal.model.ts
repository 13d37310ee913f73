import { Directive, Field, Float, ID, InputType, ObjectType } from "type-graphql";
import { z } from "zod";
import { quotaDimensions } from "@wegraph/kit/quota";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { DimensionEnum } from "./quota.model.ts";

const key = z.string().min(1).max(200);
const amount = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

@Directive("@inaccessible")
@InputType("QuotaTakeInput", { description: "What a domain wants to use, or has not used after all." })
export class QuotaTakeInput {
  static readonly rules = z.object({ dimension: z.enum(quotaDimensions), key, amount });

  @Field(() => DimensionEnum)
  dimension: QuotaDimension;

  @Field(() => String)
  key: string;

  @Field(() => Float)
  amount: number;
}

@Directive("@inaccessible")
@InputType("QuotaReconcileInput", { description: "All there is of a stock, one key for each piece." })
export class QuotaReconcileInput {
  static readonly rules = z.object({
    dimension: z.enum(quotaDimensions),
    keys: z.array(key).max(100_000),
  });

  @Field(() => DimensionEnum)
  dimension: QuotaDimension;

  @Field(() => [String])
  keys: string[];
}

@Directive("@inaccessible")
@InputType("OpenQuotaTakesInput", { description: "What was taken in a span, and not given back." })
export class OpenQuotaTakesInput {
  static readonly rules = z.object({
    dimension: z.enum(quotaDimensions),
    since: z.date(),
    until: z.date(),
    afterKey: key.nullish(),
  });

  @Field(() => DimensionEnum)
  dimension: QuotaDimension;

  @Field(() => DateTime, { description: "From then on; to go on, when the last one of the page was taken." })
  since: Date;

  @Field(() => DateTime)
  until: Date;

  @Field(() => String, { nullable: true, description: "To go on: the key of the last one." })
  afterKey?: string | null;
}

@Directive("@inaccessible")
@ObjectType("OpenQuotaTake", { description: "Something that a domain has taken." })
export class OpenQuotaTake {
  @Field(() => ID)
  tenantId: string;

  @Field(() => String)
  key: string;

  @Field(() => DateTime)
  at: Date;
}

@Directive("@inaccessible")
@InputType("ApiCallsInput", { description: "How often programs of a tenant have called a gateway." })
export class ApiCallsInput {
  static readonly rules = z.object({
    tenantId: uuid(),
    key,
    // Of a tenant that called nobody but is refused: it wants to know whether it still is.
    calls: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER),
  });

  @Field(() => ID)
  tenantId: string;

  @Field(() => String)
  key: string;

  @Field(() => Float)
  calls: number;
}
