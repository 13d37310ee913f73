import { Field, ID, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import type { CallbackKind, CallbackStatus } from "../callback.kinds.ts";
import { CallbackKindEnum, CallbackStatusEnum } from "./callback.enums.ts";

@ObjectType({ description: "A callback that has just been handled, or put off." })
export class ReceivedCallback {
  @Field(() => ID)
  callbackId: string;

  @Field(() => ID)
  accountId: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => CallbackKindEnum)
  kind: CallbackKind;

  @Field(() => String)
  name: string;

  @Field(() => CallbackStatusEnum)
  status: CallbackStatus;

  @Field(() => String, { nullable: true })
  reason: string | null;

  @Field(() => DateTime)
  receivedAt: Date;
}

@ObjectType({ description: "Callbacks that were handled together, as it happens." })
export class CallbackEvent {
  @Field(() => DateTime)
  at: Date;

  @Field(() => [ReceivedCallback], { description: "At least one, at most 200." })
  callbacks: ReceivedCallback[];
}
