import { Field, ID, Int, ObjectType } from "type-graphql";
import { DateTime } from "@wegraph/kit/scalars";
import { AccountStatusEnum } from "./account.enums.ts";
import type { AccountStatus } from "./account.machine.ts";

@ObjectType({ description: "A transition of an account, as it happens." })
export class AccountStatusEvent {
  @Field(() => ID, { description: "Id of the entry in the account's history." })
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => AccountStatusEnum, { nullable: true, description: "Null for a new account." })
  from: AccountStatus | null;

  @Field(() => AccountStatusEnum, {
    description: "The same as `from` for a step within a state: a new QR code, a code that was wrong.",
  })
  to: AccountStatus;

  @Field(() => String)
  event: string;

  @Field(() => String, { nullable: true })
  reason: string | null;

  @Field(() => Int, { description: "Of the account after it; a lower one than you have seen is old news." })
  version: number;

  accountId: string;
}
