import { Field, Float, ID, Int, ObjectType } from "type-graphql";
import { connectionOf } from "@wegraph/kit/page";
import { AccountStatusEnum } from "../account/account.enums.ts";
import type { AccountStatus } from "../account/account.machine.ts";
import { DateTime } from "@wegraph/kit/scalars";
import { ActorKindEnum } from "../shared.model.ts";
import type { ActorKind } from "../shared.model.ts";

@ObjectType({ description: "One transition of an account, with who caused it and why." })
export class AccountStatusChange {
  @Field(() => ID)
  id: string;

  @Field(() => DateTime)
  at: Date;

  @Field(() => AccountStatusEnum, { nullable: true, description: "Null for the creation." })
  from: AccountStatus | null;

  @Field(() => AccountStatusEnum, {
    description: "The same as `from` for a step within a state, such as a new QR code.",
  })
  to: AccountStatus;

  @Field(() => String, { description: "What happened: `SCANNED`, `HEARTBEAT_MISSED`, `LOG_OUT`." })
  event: string;

  @Field(() => String, { nullable: true, description: "Why, as a code." })
  reason: string | null;

  @Field(() => ActorKindEnum)
  actorKind: ActorKind;

  @Field(() => ID)
  accountId: string;

  actorId: string;
}

export const AccountStatusChangeConnection = connectionOf(() => AccountStatusChange, "AccountStatusChange");

@ObjectType({ description: "Time spent in one state." })
export class TimeInState {
  @Field(() => AccountStatusEnum)
  status: AccountStatus;

  @Field(() => Float)
  ms: number;

  @Field(() => Float, { description: "Of the whole time, 0 to 1." })
  share: number;
}

@ObjectType({ description: "What an account's history adds up to." })
export class AccountStatistics {
  @Field(() => DateTime, {
    description: "Where the counting begins: as asked, but not before the account was created.",
  })
  since: Date;

  @Field(() => [TimeInState], {
    description: "States the account was in, in the order of an account's life.",
  })
  timeInState: TimeInState[];

  @Field(() => Float, {
    nullable: true,
    description: "From ERROR to ONLINE, on average; null without a recovery.",
  })
  meanTimeToRecoverMs: number | null;

  @Field(() => Int)
  recoveries: number;

  @Field(() => Float, { description: "Share of the time spent ONLINE, 0 to 1." })
  onlineRatio: number;

  @Field(() => Int)
  transitions: number;
}
