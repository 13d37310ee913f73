import { Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { Callback, CallbackFilter } from "./callback.model.ts";

export const replayMax = 1_000;

const idempotencyKey = z.string().min(1).max(200).nullish();

@InputType({ description: "A callback to be handled once more." })
export class ReplayCallbackInput {
  static readonly rules = z.object({ callbackId: uuid(), idempotencyKey });

  @Field(() => ID)
  callbackId: string;

  @Field(() => String, { nullable: true, description: "Of two calls with one key the second does nothing." })
  idempotencyKey?: string | null;
}

@InputType({
  description:
    "Callbacks to be handled once more: those named, or those that failed among the ones filtered.",
})
export class ReplayCallbacksInput {
  static readonly rules = z
    .object({
      callbackIds: z.array(uuid()).min(1).max(replayMax, `at most ${replayMax}`).nullish(),
      failed: CallbackFilter.rules.nullish(),
      idempotencyKey,
    })
    .refine(({ callbackIds, failed }) => (callbackIds == null) !== (failed == null), {
      path: ["callbackIds"],
      message: "name the callbacks, or say which failed ones, not both",
    });

  @Field(() => [ID], { nullable: true, description: `At most ${replayMax}.` })
  callbackIds?: string[] | null;

  @Field(() => CallbackFilter, {
    nullable: true,
    description: `Of the callbacks this chooses, those that are FAILED: the oldest ${replayMax}.`,
  })
  failed?: CallbackFilter | null;

  @Field(() => String, { nullable: true, description: "Of two calls with one key the second does nothing." })
  idempotencyKey?: string | null;
}

@ObjectType({ description: "The callback as it is now, waiting for its handlers." })
export class ReplayCallbackPayload {
  @Field(() => Callback)
  callback: Callback;
}

@ObjectType({ description: "How many callbacks are to be handled once more." })
export class ReplayCallbacksPayload {
  @Field(() => Int)
  replayed: number;

  @Field(() => Boolean, { description: "There were more than one call takes; call again for the rest." })
  hasMore: boolean;
}
