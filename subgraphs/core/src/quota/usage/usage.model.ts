import { ArgsType, Field, Float, ObjectType } from "type-graphql";
import { z } from "zod";
import { quotaDimensions } from "@wegraph/kit/quota";
import type { QuotaDimension } from "@wegraph/kit/quota";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { DimensionEnum, QuotaTenantArgs } from "../quota.model.ts";

@ObjectType({
  description: "What a tenant used of a dimension on a day of its calendar. Amounts are whole numbers.",
})
export class UsageDay {
  @Field(() => String, { description: "YYYY-MM-DD." })
  day: string;

  @Field(() => DimensionEnum)
  dimension: QuotaDimension;

  @Field(() => Float, { description: "Used that day; of a stock, what there was when it was last looked." })
  used: number;

  @Field(() => Float, { description: "Of a stock the most at once; else 0." })
  peak: number;

  @Field(() => Float, { nullable: true, description: "The limit in force then; null: none." })
  included: number | null;

  @Field(() => Float, {
    description: "To be billed beyond the limit: that day's own, or of a monthly quota the month's so far.",
  })
  over: number;

  @Field(() => DateTime, {
    description: "Looked at every five minutes; the last three days can still change.",
  })
  computedAt: Date;
}

@ArgsType()
export class UsageArgs extends QuotaTenantArgs {
  static override readonly rules = z.object({
    from: z.iso.date(),
    to: z.iso.date(),
    dimension: z.enum(quotaDimensions).nullish(),
    tenantId: uuid().nullish(),
  });

  @Field(() => String, { description: "First day of the tenant's calendar, YYYY-MM-DD." })
  from: string;

  @Field(() => String, { description: "Last day; at most 400 days." })
  to: string;

  @Field(() => DimensionEnum, { nullable: true, description: "All if not given." })
  dimension?: QuotaDimension | null;
}
