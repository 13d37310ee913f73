import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from "type-graphql";
import { AccountInput } from "../account/account.input.ts";
import { Account } from "../account/account.model.ts";
import type { AccountReader } from "../account/account.reader.ts";
import { SetAccountApplicationInput } from "./app.input.ts";
import {
  AccountApplication,
  AccountApplicationPayload,
  AccountCallbackSettings,
  TestAccountConnectionPayload,
} from "./app.model.ts";
import type { AppReader } from "./app.reader.ts";
import type { AccountApps } from "./app.service.ts";

@Resolver(() => Account)
export class AccountAppResolver {
  constructor(
    private readonly apps: AccountApps,
    private readonly reader: AppReader,
    private readonly accounts: AccountReader,
  ) {}

  @FieldResolver(() => AccountApplication, {
    nullable: true,
    description: "The application that the account is, or sends with; null without one.",
  })
  application(@Root() account: Account, @Ctx() context: RequestContext): Promise<AccountApplication | null> {
    return this.reader.find(context, account);
  }

  @Requires("account:update")
  @Mutation(() => AccountApplicationPayload, {
    description: "Sets what an account sends messages with, or changes its secret.",
  })
  async setAccountApplication(
    @Arg("input", () => SetAccountApplicationInput) input: SetAccountApplicationInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountApplicationPayload> {
    await this.apps.set(context, input);
    return { account: await this.account(context, input.accountId) };
  }

  @Requires("account:login")
  @Mutation(() => TestAccountConnectionPayload, {
    description: "Asks WeCom whether the account's application works: secret, application, trusted IP.",
  })
  async testAccountConnection(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<TestAccountConnectionPayload> {
    const probe = await this.apps.test(context, accountId);
    return { probe, account: await this.account(context, accountId) };
  }

  @Requires("account:update")
  @Mutation(() => AccountApplicationPayload, {
    description:
      "Makes a new callback token and EncodingAESKey. Callbacks are refused until an administrator has saved them in WeCom's console.",
  })
  async renewAccountCallback(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountApplicationPayload> {
    await this.apps.renewCallback(context, accountId);
    return { account: await this.account(context, accountId) };
  }

  private async account(context: RequestContext, id: string): Promise<Account> {
    const account = await this.accounts.fresh(context, id);
    if (!account) throw notFound("account", id);
    return account;
  }
}

@Resolver(() => AccountApplication)
export class AccountApplicationResolver {
  constructor(private readonly reader: AppReader) {}

  @Requires("account:login")
  @FieldResolver(() => AccountCallbackSettings, {
    nullable: true,
    description: "What to enter in WeCom's console; null for an account your right to log in does not reach.",
  })
  callback(
    @Root() { account }: AccountApplication,
    @Ctx() context: RequestContext,
  ): Promise<AccountCallbackSettings | null> {
    return this.reader.callback(context, account.id);
  }
}
