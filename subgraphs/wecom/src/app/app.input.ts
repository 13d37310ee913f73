import { DateTime } from "@wegraph/kit/scalars";
import { uuid } from "@wegraph/kit/validate";
import { Field, ID, InputType, Int } from "type-graphql";
import { z } from "zod";
import { providerUrlRules, secretRules } from "../corp/corp.rules.ts";

const fields = {
  agentId: z.number().int().min(1),
  apiUrl: providerUrlRules.nullish(),
  memberLimit: z.number().int().min(1).max(1_000_000),
  secretEndsAt: z.date().nullish(),
};

const memberLimitText =
  "How many members the corporation may have, as WeCom's console says; the daily quota follows from it.";
const apiUrlText = "Base address of the server API; without it WeCom's own.";
const endsText = "When the secret ends or is to be renewed by your own rules, to be warned in time.";

@InputType({ description: "The application of the corporation that a new account is." })
export class AccountApplicationInput {
  static readonly rules = z.object({ ...fields, secret: secretRules });

  @Field(() => Int, { description: "WeCom's number of the application." })
  agentId: number;

  @Field(() => String, { description: "The application's secret; never shown again." })
  secret: string;

  @Field(() => String, { nullable: true, description: apiUrlText })
  apiUrl?: string | null;

  @Field(() => Int, { description: memberLimitText })
  memberLimit: number;

  @Field(() => DateTime, { nullable: true, description: endsText })
  secretEndsAt?: Date | null;
}

@InputType({ description: "The application of the corporation that an account sends messages with." })
export class SetAccountApplicationInput {
  static readonly rules = z.object({ ...fields, accountId: uuid(), secret: secretRules.nullish() });

  @Field(() => ID)
  accountId: string;

  @Field(() => Int, {
    description: "WeCom's number of the application. With another one, its callback has to be saved anew.",
  })
  agentId: number;

  @Field(() => String, {
    nullable: true,
    description:
      "The application's secret; left out, the present one stays. One that WeCom refuses is refused here; while WeCom cannot be asked, the present one stays in use until the new one has been seen to work.",
  })
  secret?: string | null;

  @Field(() => String, { nullable: true, description: apiUrlText })
  apiUrl?: string | null;

  @Field(() => Int, { description: memberLimitText })
  memberLimit: number;

  @Field(() => DateTime, { nullable: true, description: `${endsText} Null clears it, left out it stays.` })
  secretEndsAt?: Date | null;
}
