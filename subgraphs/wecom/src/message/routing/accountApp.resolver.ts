import { Arg, Ctx, Field, ID, InputType, Int, Mutation, ObjectType, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { uuid } from "@wegraph/kit/validate";
import { z } from "zod";
import { Account } from "../../account/account.model.ts";
import type { AccountReader } from "../../account/account.reader.ts";
import { providerUrlRules, secretRules } from "../../corp/corp.rules.ts";
import type { AccountApps } from "./accountApp.service.ts";

@InputType({ description: "The application of the corporation that an account sends messages with." })
export class SetAccountApplicationInput {
  static readonly rules = z.object({
    accountId: uuid(),
    agentId: z.number().int().min(1),
    secret: secretRules.nullish(),
    apiUrl: providerUrlRules.nullish(),
    memberLimit: z.number().int().min(1).max(1_000_000),
  });

  @Field(() => ID)
  accountId: string;

  @Field(() => Int, { description: "WeCom's number of the application." })
  agentId: number;

  @Field(() => String, {
    nullable: true,
    description: "The application's secret; left out, the present one stays.",
  })
  secret?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Base address of the server API; without it WeCom's own.",
  })
  apiUrl?: string | null;

  @Field(() => Int, {
    description:
      "How many members the corporation may have, as WeCom's console says; the daily quota follows from it.",
  })
  memberLimit: number;
}

@ObjectType({ description: "The account after a change of its application." })
export class AccountApplicationPayload {
  @Field(() => Account)
  account: Account;
}

@Resolver()
export class AccountAppResolver {
  constructor(
    private readonly apps: AccountApps,
    private readonly accounts: AccountReader,
  ) {}

  @Requires("account:update")
  @Mutation(() => AccountApplicationPayload, { description: "Sets what an account sends messages with." })
  async setAccountApplication(
    @Arg("input", () => SetAccountApplicationInput) input: SetAccountApplicationInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountApplicationPayload> {
    await this.apps.set(context, input);
    const account = await this.accounts.find(context, input.accountId);
    if (!account) throw notFound("account", input.accountId);
    return { account };
  }
}
