import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { text } from "@wegraph/kit/validate";
import { z } from "zod";

@ObjectType({ description: "Something WeCom allows so often in so long. Orders are planned against it." })
export class ProviderLimit {
  @Field(() => ID, { description: "Its name, e.g. app_member_minute." })
  id: string;

  @Field(() => Int)
  amount: number;

  @Field(() => Float, { description: "In so many ms." })
  perMs: number;

  @Field(() => String, { description: "Where WeCom says so." })
  source: string;

  @Field(() => DateTime, { description: "The date of that page." })
  asOf: Date;
}

@InputType({ description: "A limit that WeCom has changed." })
export class ChangeProviderLimitInput {
  static readonly rules = z.object({
    id: z.string().regex(/^[a-z_]{1,60}$/, "not a limit"),
    amount: z.number().int().min(0),
    source: text(1, 500),
    asOf: z.date(),
  });

  @Field(() => String)
  id: string;

  @Field(() => Int)
  amount: number;

  @Field(() => String)
  source: string;

  @Field(() => DateTime)
  asOf: Date;
}

@ObjectType({ description: "The limit as it is now; in force everywhere within half a minute." })
export class ProviderLimitPayload {
  @Field(() => ProviderLimit)
  providerLimit: ProviderLimit;
}
