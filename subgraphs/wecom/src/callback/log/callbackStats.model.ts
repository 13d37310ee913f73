import { Field, Float, ID, InputType, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import type { CallbackKind } from "../callback.kinds.ts";
import { CallbackKindEnum } from "./callback.enums.ts";

const spanMaxMs = 93 * 24 * 60 * 60_000;

@InputType({ description: "Which time, and to which accounts." })
export class CallbackStatsInput {
  static readonly rules = z
    .object({
      from: z.date(),
      to: z.date(),
      accountIds: z.array(uuid()).max(200, "at most 200").nullish(),
    })
    .refine(({ from, to }) => to > from && to.getTime() - from.getTime() <= spanMaxMs, {
      path: ["to"],
      message: "after from, and at most 93 days later",
    });

  @Field(() => DateTime, { description: "From the hour of this moment on." })
  from: Date;

  @Field(() => DateTime, { description: "Before this moment." })
  to: Date;

  @Field(() => [ID], { nullable: true })
  accountIds?: string[] | null;
}

@ObjectType({
  description: "Sums over callbacks: received by when they came, the others by when it happened.",
})
export class CallbackSums {
  @Field(() => Int)
  received: number;

  @Field(() => Int, { description: "Deliveries of a callback that was there already." })
  duplicates: number;

  @Field(() => Int)
  handled: number;

  @Field(() => Int)
  ignored: number;

  @Field(() => Int)
  late: number;

  @Field(() => Int)
  failed: number;

  @Field(() => Float, {
    nullable: true,
    description: "Mean ms from WeCom's time, which is in whole seconds, to receipt; null when none came.",
  })
  meanDelayMs: number | null;

  @Field(() => Int)
  maxDelayMs: number;
}

@ObjectType({ description: "The sums of one hour and kind." })
export class CallbackHour extends CallbackSums {
  @Field(() => DateTime)
  hour: Date;

  @Field(() => CallbackKindEnum)
  kind: CallbackKind;
}

@ObjectType({ description: "The sums of one kind." })
export class CallbackKindSums extends CallbackSums {
  @Field(() => CallbackKindEnum)
  kind: CallbackKind;
}

@ObjectType({
  description: "How often something was turned away at the accounts' addresses, for one reason.",
})
export class CallbackRefusals {
  @Field(() => String, {
    description: "SIGNATURE, TIMESTAMP, UNDECRYPTABLE, RECEIVE_ID, MALFORMED or TOO_LARGE.",
  })
  reason: string;

  @Field(() => Int)
  count: number;
}

@ObjectType({ description: "What came from WeCom in a time." })
export class CallbackStats {
  @Field(() => CallbackSums)
  total: CallbackSums;

  @Field(() => [CallbackHour], { description: "Hours and kinds in which there were any, in order." })
  hours: CallbackHour[];

  @Field(() => [CallbackKindSums], { description: "Those with most first." })
  kinds: CallbackKindSums[];

  @Field(() => [CallbackRefusals], { description: "The most frequent first." })
  refusals: CallbackRefusals[];
}
