import { Arg, Args, Ctx, ID, Int, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput, notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { RemovePayload } from "@wegraph/kit/shared.model";
import {
  AccountFilter,
  AccountInput,
  AccountOrder,
  ChangeAccountInput,
  CreateAccountInput,
  SubmitVerificationCodeInput,
} from "./account.input.ts";
import {
  Account,
  AccountConnection,
  AccountPayload,
  AccountSummary,
  OnlineTrendPoint,
} from "./account.model.ts";
import type { AccountOverview } from "./account.overview.ts";
import type { AccountReader } from "./account.reader.ts";
import type { AccountService } from "./account.service.ts";
import { trendHoursMax } from "./account.trend.ts";

@Resolver(() => Account)
export class AccountResolver {
  constructor(
    private readonly reader: AccountReader,
    private readonly overview: AccountOverview,
    private readonly service: AccountService,
  ) {}

  @Requires("account:read")
  @Query(() => AccountConnection, { description: "Accounts you may see, by name unless ordered otherwise." })
  accounts(
    @Arg("filter", () => AccountFilter, { nullable: true }) filter: AccountFilter | null,
    @Arg("orderBy", () => AccountOrder, { nullable: true }) order: AccountOrder | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<Account>> {
    return this.reader.page(context, filter ?? {}, order, page);
  }

  @Requires("account:read")
  @Query(() => Account, { nullable: true, description: "One account." })
  account(@Arg("id", () => ID) id: string, @Ctx() context: RequestContext): Promise<Account | null> {
    return this.reader.find(context, id);
  }

  @Requires("account:read")
  @Query(() => AccountSummary, { description: "Accounts you may see, in sum." })
  accountSummary(
    @Arg("filter", () => AccountFilter, { nullable: true }) filter: AccountFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<AccountSummary> {
    return this.overview.summary(context, filter ?? {});
  }

  @Requires("account:read")
  @Query(() => [OnlineTrendPoint], {
    description:
      "How many of the accounts you may see were online, evenly spaced, oldest first, at most 200 points.",
  })
  async accountOnlineTrend(
    @Arg("hours", () => Int, { nullable: true, defaultValue: 24, description: `1 to ${trendHoursMax}.` })
    given: number | null,
    @Ctx() context: RequestContext,
  ): Promise<OnlineTrendPoint[]> {
    const hours = given ?? 24;
    if (hours < 1 || hours > trendHoursMax)
      throw invalidInput([{ path: ["hours"], message: `1 to ${trendHoursMax}` }]);
    return this.overview.trend(context, hours);
  }

  @Requires("account:create")
  @Mutation(() => AccountPayload, { description: "Adds an account." })
  async createAccount(
    @Arg("input", () => CreateAccountInput) input: CreateAccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    return this.payload(context, await this.service.create(context, input));
  }

  @Requires("account:update")
  @Mutation(() => AccountPayload, {
    description: "Changes what an account is called, whose it is and how it is kept.",
  })
  async changeAccount(
    @Arg("input", () => ChangeAccountInput) input: ChangeAccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.change(context, input);
    return this.payload(context, input.accountId);
  }

  @Requires("account:login")
  @Mutation(() => AccountPayload, {
    description: "Begins a log-in. The QR code follows as an event, with WAITING_QR.",
  })
  async logInAccount(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.act(context, accountId, "LOG_IN");
    return this.payload(context, accountId);
  }

  @Requires("account:login")
  @Mutation(() => AccountPayload, {
    description: "Asks for a new QR code. It follows as an event; the state stays WAITING_QR.",
  })
  async refreshAccountQr(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.act(context, accountId, "REFRESH_QR");
    return this.payload(context, accountId);
  }

  @Requires("account:login")
  @Mutation(() => AccountPayload, {
    description:
      "Sends the verification code of a new device. ONLINE, or VERIFYING with reason `code_wrong`, follows as an event.",
  })
  async submitVerificationCode(
    @Arg("input", () => SubmitVerificationCodeInput) { accountId, code }: SubmitVerificationCodeInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.act(context, accountId, "SUBMIT_CODE", { code });
    return this.payload(context, accountId);
  }

  @Requires("account:login")
  @Mutation(() => AccountPayload, { description: "Ends a log-in that is under way." })
  async cancelAccountLogin(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.act(context, accountId, "CANCEL_LOGIN");
    return this.payload(context, accountId);
  }

  @Requires("account:login")
  @Mutation(() => AccountPayload, { description: "Logs an account out." })
  async logOutAccount(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.act(context, accountId, "LOG_OUT");
    return this.payload(context, accountId);
  }

  @Requires("account:login")
  @Mutation(() => AccountPayload, { description: "Ends the session, if there is one, and begins a log-in." })
  async restartAccount(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.act(context, accountId, "RESTART");
    return this.payload(context, accountId);
  }

  @Requires("account:recover")
  @Mutation(() => AccountPayload, {
    description: "Tries to bring an account in ERROR back without a QR code, with all its attempts anew.",
  })
  async recoverAccount(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.act(context, accountId, "RECOVER");
    return this.payload(context, accountId);
  }

  @Requires("account:delete")
  @Mutation(() => RemovePayload, {
    description: "Deletes an account with its history. Only while it is CREATED, OFFLINE or ERROR.",
  })
  async deleteAccount(
    @Arg("input", () => AccountInput) { accountId }: AccountInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    await this.service.act(context, accountId, "DELETE");
    return { removedId: accountId };
  }

  private async payload(context: RequestContext, id: string): Promise<AccountPayload> {
    const account = await this.reader.fresh(context, id);
    // Changed so that the caller's rights do not reach it any more: done, and gone from sight.
    if (!account) throw notFound("account", id);
    return { account };
  }
}
