import { Field, ID, InputType, Int } from "type-graphql";
import { text, uuid } from "@wegraph/kit/validate";
import { SortDirectionEnum } from "@wegraph/kit/shared.model";
import type { SortDirection } from "@wegraph/kit/shared.model";
import { z } from "zod";
import { AccountApplicationInput } from "../app/app.input.ts";
import { AccountConnectorEnum, AccountOrderFieldEnum, AccountStatusEnum } from "./account.enums.ts";
import type { AccountOrderField } from "./account.enums.ts";
import type { AccountConnector, AccountStatus } from "./account.machine.ts";

const name = text(1, 100);
const label = text(1, 50);
const tags = z
  .array(label)
  .max(20, "at most 20 tags")
  .transform((given) => [...new Set(given)]);
const userIds = z
  .array(uuid())
  .max(50, "at most 50 users")
  .transform((given) => [...new Set(given)]);
const share = z.number().int().min(0).max(100);
const key = text(1, 255);

/** Also the rules of whatever else takes a filter. */
export const accountFilterRules = z
  .object({
    statuses: z.array(z.enum(AccountStatusEnum)).max(9).nullish(),
    connector: z.enum(AccountConnectorEnum).nullish(),
    group: label.nullish(),
    tags: tags.nullish(),
    healthMin: share.nullish(),
    healthMax: share.nullish(),
    search: text(0, 100).nullish(),
    ownerId: uuid().nullish(),
    corpId: uuid().nullish(),
  })
  .refine(({ healthMin, healthMax }) => healthMin == null || healthMax == null || healthMin <= healthMax, {
    path: ["healthMax"],
    message: "below healthMin",
  });

@InputType({ description: "Which accounts; everything given must hold." })
export class AccountFilter {
  static readonly rules = accountFilterRules;

  @Field(() => [AccountStatusEnum], { nullable: true, description: "In one of these states." })
  statuses?: AccountStatus[] | null;

  @Field(() => AccountConnectorEnum, { nullable: true })
  connector?: AccountConnector | null;

  @Field(() => String, { nullable: true })
  group?: string | null;

  @Field(() => [String], { nullable: true, description: "With every one of these tags." })
  tags?: string[] | null;

  @Field(() => Int, { nullable: true, description: "Health score from here, 0 to 100." })
  healthMin?: number | null;

  @Field(() => Int, { nullable: true, description: "Health score up to here, 0 to 100." })
  healthMax?: number | null;

  @Field(() => String, { nullable: true, description: "Part of the name or of the WeCom name, in any case." })
  search?: string | null;

  @Field(() => ID, { nullable: true, description: "Owned by this user." })
  ownerId?: string | null;

  @Field(() => ID, { nullable: true, description: "Of this corporation." })
  corpId?: string | null;
}

@InputType({ description: "The order of a list of accounts." })
export class AccountOrder {
  @Field(() => AccountOrderFieldEnum)
  by: AccountOrderField;

  @Field(() => SortDirectionEnum)
  direction: SortDirection;
}

@InputType({ description: "A new account; it logs in with `logInAccount`." })
export class CreateAccountInput {
  static readonly rules = z
    .object({
      name,
      corpId: uuid(),
      connector: z.enum(AccountConnectorEnum).nullish(),
      application: AccountApplicationInput.rules.nullish(),
      group: label.nullish(),
      tags: tags.nullish(),
      department: label.nullish(),
      autoRecover: z.boolean().nullish(),
      ownerId: uuid().nullish(),
      boundUserIds: userIds.nullish(),
      idempotencyKey: key.nullish(),
    })
    .refine(({ connector, application }) => (connector === "CORP_APP") === (application != null), {
      path: ["application"],
      message: "required with the connector CORP_APP, and only with it",
    });

  @Field(() => String)
  name: string;

  @Field(() => ID)
  corpId: string;

  @Field(() => AccountConnectorEnum, { nullable: true, defaultValue: "INSTANCE" })
  connector?: AccountConnector | null;

  @Field(() => AccountApplicationInput, { nullable: true, description: "With the connector CORP_APP." })
  application?: AccountApplicationInput | null;

  @Field(() => String, { nullable: true })
  group?: string | null;

  @Field(() => [String], { nullable: true })
  tags?: string[] | null;

  @Field(() => String, { nullable: true, description: "Your own department when left out." })
  department?: string | null;

  @Field(() => Boolean, {
    nullable: true,
    defaultValue: true,
    description: "Whether the platform recovers it by itself.",
  })
  autoRecover?: boolean | null;

  @Field(() => ID, { nullable: true, description: "The user responsible for it." })
  ownerId?: string | null;

  @Field(() => [ID], { nullable: true, description: "Users who work with it." })
  boundUserIds?: string[] | null;

  @Field(() => String, {
    nullable: true,
    description: "The same key with the same input gives the same account.",
  })
  idempotencyKey?: string | null;
}

@InputType({ description: "What to change of an account; what is left out stays, null clears." })
export class ChangeAccountInput {
  static readonly rules = z.object({
    accountId: uuid(),
    name: name.nullish().refine((given) => given !== null, "cannot be cleared"),
    group: label.nullish(),
    tags: tags.nullish(),
    department: label.nullish(),
    autoRecover: z.boolean().nullish(),
    ownerId: uuid().nullish(),
    boundUserIds: userIds.nullish(),
    expectedVersion: z.number().int().min(1).nullish(),
  });

  @Field(() => ID)
  accountId: string;

  @Field(() => String, { nullable: true })
  name?: string | null;

  @Field(() => String, { nullable: true })
  group?: string | null;

  @Field(() => [String], { nullable: true, description: "All tags, not only new ones." })
  tags?: string[] | null;

  @Field(() => String, { nullable: true })
  department?: string | null;

  @Field(() => Boolean, { nullable: true })
  autoRecover?: boolean | null;

  @Field(() => ID, { nullable: true })
  ownerId?: string | null;

  @Field(() => [ID], { nullable: true, description: "All users who work with it, not only new ones." })
  boundUserIds?: string[] | null;

  @Field(() => Int, {
    nullable: true,
    description: "Refused with CONFLICT when the account is of another version.",
  })
  expectedVersion?: number | null;
}

@InputType({ description: "The account an act is about." })
export class AccountInput {
  static readonly rules = z.object({ accountId: uuid() });

  @Field(() => ID)
  accountId: string;
}

@InputType({ description: "The code that WeCom sent for a new device." })
export class SubmitVerificationCodeInput {
  static readonly rules = z.object({ accountId: uuid(), code: z.string().regex(/^\d{6}$/, "six digits") });

  @Field(() => ID)
  accountId: string;

  @Field(() => String, { description: "Six digits." })
  code: string;
}
