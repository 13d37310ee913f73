import { Directive, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { Json } from "../../message/json.scalar.ts";
import type { CallbackKind, CallbackStatus } from "../callback.kinds.ts";
import { CallbackKindEnum, CallbackStatusEnum } from "./callback.enums.ts";

@Directive('@key(fields: "id")')
@ObjectType({ description: "One callback of WeCom to an account's application, and what became of it." })
export class Callback {
  @Field(() => ID)
  id: string;

  @Field(() => CallbackKindEnum)
  kind: CallbackKind;

  @Field(() => String, {
    description:
      "Its type in WeCom's words: text, enter_agent, change_external_contact/add_external_contact.",
  })
  name: string;

  @Field(() => CallbackStatusEnum)
  status: CallbackStatus;

  @Field(() => String, {
    nullable: true,
    description:
      "Why it is IGNORED (NO_HANDLER, UNKNOWN_TYPE, NOTHING_TO_DO), or what failed last, as handler:REASON.",
  })
  reason: string | null;

  @Field(() => Int, { description: "How often its handlers were asked." })
  attempts: number;

  @Field(() => Int, { description: "How often WeCom delivered it again." })
  duplicates: number;

  @Field(() => [String], { description: "Which handlers changed something." })
  handlers: string[];

  @Field(() => ID)
  accountId: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => Int, { nullable: true, description: "WeCom's number of the application it names." })
  agentId: number | null;

  @Field(() => DateTime, { description: "WeCom's time, in whole seconds." })
  sentAt: Date;

  @Field(() => DateTime)
  receivedAt: Date;

  @Field(() => DateTime, { nullable: true, description: "When it came to its end." })
  handledAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "When it is tried again at the latest." })
  dueAt: Date | null;
}

export const CallbackConnection = connectionOf(() => Callback, "Callback");

@InputType({ description: "Which callbacks; without it all of them." })
export class CallbackFilter {
  static readonly rules = z.object({
    corpIds: z.array(uuid()).max(200, "at most 200").nullish(),
    accountIds: z.array(uuid()).max(200, "at most 200").nullish(),
    kinds: z.array(z.enum(CallbackKindEnum)).nullish(),
    statuses: z.array(z.enum(CallbackStatusEnum)).nullish(),
    name: z.string().min(1).max(128).nullish(),
    from: z.date().nullish(),
    to: z.date().nullish(),
  });

  @Field(() => [ID], { nullable: true })
  corpIds?: string[] | null;

  @Field(() => [ID], { nullable: true })
  accountIds?: string[] | null;

  @Field(() => [CallbackKindEnum], { nullable: true })
  kinds?: CallbackKind[] | null;

  @Field(() => [CallbackStatusEnum], { nullable: true })
  statuses?: CallbackStatus[] | null;

  @Field(() => String, { nullable: true, description: "WeCom's name of the type, exactly." })
  name?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Received at this moment or later." })
  from?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Received before this moment." })
  to?: Date | null;
}

@ObjectType({ description: "What a callback says; personal data and what people wrote." })
export class CallbackContent {
  @Field(() => ID)
  callbackId: string;

  @Field(() => Json, {
    nullable: true,
    description: "All fields as WeCom wrote them; null for one that does not open any more.",
  })
  fields: unknown;
}
