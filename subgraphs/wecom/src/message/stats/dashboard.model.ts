import { Field, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { MessageSums } from "./stats.model.ts";

@ObjectType({
  description: "What an account does with messages today, by China's calendar, which WeCom counts by.",
})
export class AccountDashboard {
  @Field(() => MessageSums)
  today: MessageSums;

  @Field(() => Int, {
    description: "Accepted and not over yet, scheduled ones included; counted up to 10,000.",
  })
  waiting: number;

  @Field(() => Int, { description: "Messages to members promised for today, sent ones included." })
  promisedToday: number;

  @Field(() => Int, {
    nullable: true,
    description: "How many it may send to members today; null for an account without an application.",
  })
  quotaPerDay: number | null;

  @Field(() => DateTime)
  asOf: Date;
}

@ObjectType({ description: "The sums of one day of an account." })
export class AccountDay extends MessageSums {
  @Field(() => String, { description: "The day in the time zone asked for, as YYYY-MM-DD." })
  day: string;
}
