import { Field, ID, InputType } from "type-graphql";
import { namedMax } from "@wegraph/kit/namedIds";
import { DateTime } from "@wegraph/kit/scalars";
import { text, uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import type { AlertKind, AlertSeverity, AlertState } from "./alert.codes.ts";
import { AlertKindEnum, AlertSeverityEnum, AlertStateEnum } from "./alert.enums.ts";

const noteMax = 500;
const atOnceMax = 200;

@InputType({ description: "Which alerts; everything named must hold." })
export class AccountAlertFilter {
  static readonly rules = z
    .object({
      states: z.array(z.enum(AlertStateEnum)).nullish(),
      severities: z.array(z.enum(AlertSeverityEnum)).nullish(),
      kinds: z.array(z.enum(AlertKindEnum)).nullish(),
      accountIds: z.array(uuid()).max(namedMax, `at most ${namedMax}`).nullish(),
      search: text(0, 100).nullish(),
      raisedFrom: z.date().nullish(),
      raisedTo: z.date().nullish(),
    })
    .refine(({ raisedFrom, raisedTo }) => !raisedFrom || !raisedTo || raisedTo > raisedFrom, {
      path: ["raisedTo"],
      message: "after raisedFrom",
    });

  @Field(() => [AlertStateEnum], { nullable: true })
  states?: AlertState[] | null;

  @Field(() => [AlertSeverityEnum], { nullable: true })
  severities?: AlertSeverity[] | null;

  @Field(() => [AlertKindEnum], { nullable: true })
  kinds?: AlertKind[] | null;

  @Field(() => [ID], { nullable: true, description: `At most ${namedMax}.` })
  accountIds?: string[] | null;

  @Field(() => String, { nullable: true, description: "Part of the account's name." })
  search?: string | null;

  @Field(() => DateTime, { nullable: true })
  raisedFrom?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Before this moment." })
  raisedTo?: Date | null;
}

@InputType({ description: "The alerts somebody will look after." })
export class AcknowledgeAccountAlertsInput {
  static readonly rules = z.object({
    alertIds: z
      .array(uuid())
      .min(1, "at least one")
      .max(atOnceMax, `at most ${atOnceMax}`)
      .transform((ids) => [...new Set(ids.map((id) => id.toLowerCase()))]),
    note: text(0, noteMax).nullish(),
  });

  @Field(() => [ID], { description: `At most ${atOnceMax}.` })
  alertIds: string[];

  @Field(() => String, { nullable: true, description: `What is being done; at most ${noteMax} characters.` })
  note?: string | null;
}

@InputType({ description: "An alert to be ended by hand." })
export class ResolveAccountAlertInput {
  static readonly rules = z.object({ alertId: uuid(), reason: text(1, noteMax) });

  @Field(() => ID)
  alertId: string;

  @Field(() => String, { description: `Why it is over; 1 to ${noteMax} characters.` })
  reason: string;
}

@InputType({ description: "An account that is to send again." })
export class ResumeAccountSendingInput {
  static readonly rules = z.object({ accountId: uuid() });

  @Field(() => ID)
  accountId: string;
}
