import { Field, ID, InputType } from "type-graphql";
import { text, uuid } from "@wegraph/kit/validate";
import { DateTime } from "@wegraph/kit/scalars";
import { z } from "zod";
import { MessageContentInput, messageContentRules } from "./content.input.ts";
import { RecipientKindEnum } from "./message.enums.ts";
import type { RecipientKind } from "./message.enums.ts";
import { variableValueMax, variablesMax } from "./template/template.rules.ts";

export const batchMax = 10_000;

const idForms: Readonly<Record<RecipientKind, RegExp>> = {
  MEMBER: /^[A-Za-z0-9][\w.@-]{0,63}$/,
  DEPARTMENT: /^\d{1,10}$/,
  TAG: /^\d{1,10}$/,
  GROUP_CHAT: /^[A-Za-z0-9][\w.@-]{0,63}$/,
  CUSTOMER: /^[A-Za-z0-9][\w-]{0,63}$/,
  KF_CUSTOMER: /^[A-Za-z0-9][\w-]{0,63}\/[A-Za-z0-9][\w-]{0,63}$/,
};

/** Ids as WeCom gives them (path/90236, 90248, 92135, 94677). */
export const recipientRules = z
  .object({
    kind: z.enum(RecipientKindEnum),
    id: z.string().max(129, "not an id at WeCom"),
    employeeId: z.string().regex(idForms.MEMBER, "not an id at WeCom").nullish(),
  })
  .refine(({ kind, id }) => idForms[kind].test(id), { path: ["id"], message: "not an id at WeCom" })
  .refine(({ kind, employeeId }) => kind === "CUSTOMER" || employeeId == null, {
    path: ["employeeId"],
    message: "only a CUSTOMER has an employee",
  });
export const variablesRules = z
  .array(
    z.object({
      name: z.string().max(40),
      value: z.string().max(variableValueMax, `at most ${variableValueMax} characters`),
    }),
  )
  .max(variablesMax, `at most ${variablesMax}`)
  .nullish();
const wish = {
  accountId: uuid().nullish(),
  corpId: uuid().nullish(),
  scheduledAt: z.date().nullish(),
  maySpread: z.boolean().nullish(),
  idempotencyKey: text(1, 255),
};
const sources = { content: messageContentRules.optional(), templateId: uuid().nullish() };
const oneSource = {
  path: ["content"],
  message: "Give content or templateId, one of them.",
};

@InputType({ description: "Whom a message is for." })
export class RecipientInput {
  @Field(() => RecipientKindEnum)
  kind: RecipientKind;

  @Field(() => String, {
    description:
      "WeCom's id: of the member, chat or customer, or the number of the department or tag; of a KF_CUSTOMER <open_kfid>/<external user id>.",
  })
  id: string;

  @Field(() => String, {
    nullable: true,
    description:
      "Of a CUSTOMER: the user id of the employee who is to confirm it; without it WeCom chooses among those who know the customer.",
  })
  employeeId?: string | null;
}

@InputType({ description: "A value for a variable of the text." })
export class MessageVariableInput {
  @Field(() => String)
  name: string;

  @Field(() => String)
  value: string;
}

@InputType({ description: "One message." })
export class SendMessageInput {
  static readonly rules = z
    .object({ ...wish, ...sources, recipient: recipientRules, variables: variablesRules })
    .refine(({ content, templateId }) => (content == null) !== (templateId == null), oneSource);

  @Field(() => RecipientInput)
  recipient: RecipientInput;

  @Field(() => MessageContentInput, { nullable: true })
  content?: MessageContentInput | null;

  @Field(() => ID, {
    nullable: true,
    description: "Instead of content: the approved version of this template.",
  })
  templateId?: string | null;

  @Field(() => [MessageVariableInput], { nullable: true })
  variables?: MessageVariableInput[] | null;

  @Field(() => ID, {
    nullable: true,
    description: "The account to send from; without it the best one is chosen.",
  })
  accountId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The corporation to choose an account of, if there are several.",
  })
  corpId?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Not before; at most a year ahead." })
  scheduledAt?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether to send later what WeCom does not allow now; otherwise it is refused.",
  })
  maySpread?: boolean | null;

  @Field(() => String, { description: "The same key with the same input gives the same message." })
  idempotencyKey: string;
}

@InputType({ description: "One recipient of a batch, with the values for the text's variables." })
export class BatchRecipientInput {
  @Field(() => RecipientInput)
  recipient: RecipientInput;

  @Field(() => [MessageVariableInput], { nullable: true })
  variables?: MessageVariableInput[] | null;
}

@InputType({ description: "One message of a batch of different ones." })
export class BatchMessageInput {
  @Field(() => RecipientInput)
  recipient: RecipientInput;

  @Field(() => MessageContentInput)
  content: MessageContentInput;
}

@InputType({ description: "Many messages: one text for recipients, or messages that differ." })
export class SendMessageBatchInput {
  static readonly rules = z
    .object({
      ...wish,
      ...sources,
      name: text(1, 200),
      recipients: z
        .array(z.object({ recipient: recipientRules, variables: variablesRules }))
        .min(1, "at least one")
        .max(batchMax, `at most ${batchMax}`)
        .nullish(),
      messages: z
        .array(z.object({ recipient: recipientRules, content: messageContentRules }))
        .min(1, "at least one")
        .max(batchMax, `at most ${batchMax}`)
        .nullish(),
    })
    .refine(({ recipients, messages }) => (recipients == null) !== (messages == null), {
      path: ["recipients"],
      message: "Give recipients or messages, one of them.",
    })
    .refine(
      ({ content, templateId, messages }) =>
        messages == null ? (content == null) !== (templateId == null) : content == null && templateId == null,
      oneSource,
    );

  @Field(() => String, { description: "For people, to find it again." })
  name: string;

  @Field(() => [BatchRecipientInput], {
    nullable: true,
    description: `With content or templateId; at most ${batchMax}.`,
  })
  recipients?: BatchRecipientInput[] | null;

  @Field(() => [BatchMessageInput], { nullable: true, description: `At most ${batchMax}.` })
  messages?: BatchMessageInput[] | null;

  @Field(() => MessageContentInput, { nullable: true, description: "May hold {{variables}}." })
  content?: MessageContentInput | null;

  @Field(() => ID, {
    nullable: true,
    description: "Instead of content: the approved version of this template.",
  })
  templateId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The account to send from; without it the best are chosen.",
  })
  accountId?: string | null;

  @Field(() => ID, {
    nullable: true,
    description: "The corporation to choose accounts of, if there are several.",
  })
  corpId?: string | null;

  @Field(() => DateTime, { nullable: true, description: "Not before; at most a year ahead." })
  scheduledAt?: Date | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether to send later what WeCom does not allow now; otherwise all of it is refused.",
  })
  maySpread?: boolean | null;

  @Field(() => String, { description: "The same key with the same input gives the same batch." })
  idempotencyKey: string;
}

@InputType({ description: "The message meant." })
export class MessageInput {
  static readonly rules = z.object({ messageId: uuid() });

  @Field(() => ID)
  messageId: string;
}

@InputType({ description: "The batch meant." })
export class MessageBatchInput {
  static readonly rules = z.object({ batchId: uuid() });

  @Field(() => ID)
  batchId: string;
}

const retryRules = { includeUnverified: z.boolean().nullish(), idempotencyKey: text(1, 255) };
const includeUnverified =
  "Also what may have been sent after all (SEND_UNVERIFIED), at the risk of a second one.";

@InputType({ description: "A failed message to try again, as a new one." })
export class RetryMessageInput {
  static readonly rules = z.object({ messageId: uuid(), ...retryRules });

  @Field(() => ID)
  messageId: string;

  @Field(() => Boolean, { nullable: true, description: includeUnverified })
  includeUnverified?: boolean | null;

  @Field(() => String)
  idempotencyKey: string;
}

@InputType({ description: "A batch whose failures to try again, as a new batch." })
export class RetryMessageBatchInput {
  static readonly rules = z.object({ batchId: uuid(), ...retryRules });

  @Field(() => ID)
  batchId: string;

  @Field(() => Boolean, { nullable: true, description: includeUnverified })
  includeUnverified?: boolean | null;

  @Field(() => String)
  idempotencyKey: string;
}
