import { Field, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";

@ObjectType({ description: "What a tenant used on one day of China's calendar, which WeCom counts by." })
export class TenantUsageDay {
  @Field(() => String, { description: "YYYY-MM-DD." })
  day: string;

  @Field(() => Int, { description: "Accounts there were when it was last looked." })
  accounts: number;

  @Field(() => Int, { description: "The most that were online at once, looked at every five minutes." })
  accountsOnlineMax: number;

  @Field(() => Int)
  accepted: number;

  @Field(() => Int)
  sent: number;

  @Field(() => Int)
  failed: number;

  @Field(() => Int)
  cancelled: number;

  @Field(() => Int)
  delivered: number;

  @Field(() => Int)
  read: number;

  @Field(() => DateTime, { description: "Today's row grows until the day is over." })
  computedAt: Date;
}
