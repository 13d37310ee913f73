import { DateTime } from "@wegraph/kit/scalars";
import { Field, Int, ObjectType } from "type-graphql";
import { Account } from "../account/account.model.ts";

@ObjectType({
  description: "What an administrator enters in WeCom's console, under the application's “Receive messages”.",
})
export class AccountCallbackSettings {
  @Field(() => String)
  url: string;

  @Field(() => String)
  token: string;

  @Field(() => String, { description: "EncodingAESKey, 43 characters." })
  encodingAesKey: string;
}

@ObjectType({ description: "What a look at an application found." })
export class AccountProbe {
  @Field(() => DateTime)
  at: Date;

  @Field(() => Boolean, { description: "Token good, application enabled, our address trusted." })
  ok: boolean;

  @Field(() => String, {
    nullable: true,
    description:
      "What is wrong, as a code: `secret_wrong`, `ip_not_trusted`, `app_disabled`. Null when all is well.",
  })
  reason: string | null;

  @Field(() => Int, { nullable: true, description: "WeCom's errcode; null when WeCom did not answer." })
  errcode: number | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Our address as WeCom sees it, where it said so: what belongs among the application's trusted IPs.",
  })
  address: string | null;

  @Field(() => String, { nullable: true, description: "In plain words, in English." })
  meaning: string | null;

  @Field(() => String, { nullable: true, description: "What to do, in English." })
  action: string | null;

  @Field(() => String, { nullable: true, description: "The same in Chinese." })
  meaningZh: string | null;

  @Field(() => String, { nullable: true })
  actionZh: string | null;
}

@ObjectType({ description: "The application of its corporation that an account is, or sends with." })
export class AccountApplication {
  @Field(() => Int, { description: "WeCom's number of the application." })
  agentId: number;

  @Field(() => Int, { description: "How many members the corporation may have." })
  memberLimit: number;

  @Field(() => String, {
    nullable: true,
    description: "Base address of the server API; null for WeCom's own.",
  })
  apiUrl: string | null;

  @Field(() => Boolean, {
    description: "A newer secret is kept that has not been seen to work yet; the one before is in use.",
  })
  secretPending: boolean;

  @Field(() => DateTime, { nullable: true, description: "When the secret ends, where somebody said so." })
  secretEndsAt: Date | null;

  @Field(() => DateTime, {
    nullable: true,
    description: "When WeCom last checked the callback address; null until an administrator has saved it.",
  })
  callbackVerifiedAt: Date | null;

  @Field(() => DateTime, { nullable: true, description: "The newest callback, give or take some seconds." })
  lastCallbackAt: Date | null;

  @Field(() => AccountProbe, { nullable: true, description: "The newest look; null before the first one." })
  lastProbe: AccountProbe | null;

  account: Account;
}

@ObjectType({ description: "The account after a change of its application." })
export class AccountApplicationPayload {
  @Field(() => Account)
  account: Account;
}

@ObjectType({ description: "What a test of an account's connection found." })
export class TestAccountConnectionPayload {
  @Field(() => AccountProbe)
  probe: AccountProbe;

  @Field(() => Account)
  account: Account;
}
