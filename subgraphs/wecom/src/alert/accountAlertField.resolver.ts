import { Arg, Args, Ctx, FieldResolver, Int, Mutation, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { Account, AccountPayload } from "../account/account.model.ts";
import type { AccountReader } from "../account/account.reader.ts";
import { AccountAlertFilter, ResumeAccountSendingInput } from "./alert.input.ts";
import { AccountAlertConnection, AccountSendingPause } from "./alert.model.ts";
import type { AccountAlert } from "./alert.model.ts";
import type { AlertReader } from "./alert.reader.ts";
import type { AlertService } from "./alert.service.ts";
import type { SendingPauses } from "./sendingPauses.ts";

/** What an account leads to of its alerts. Who holds an account was allowed to read it; its alerts are a right of their own. */
@Resolver(() => Account)
export class AccountAlertFieldResolver {
  constructor(
    private readonly reader: AlertReader,
    private readonly service: AlertService,
    private readonly pauses: SendingPauses,
    private readonly accounts: AccountReader,
  ) {}

  @Requires("alert:read")
  @FieldResolver(() => AccountAlertConnection, { description: "Its alerts, newest first." })
  alerts(
    @Root() { id }: Account,
    @Arg("filter", () => AccountAlertFilter, { nullable: true }) filter: AccountAlertFilter | null,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<AccountAlert>> {
    return this.reader.ofAccount(context, id, filter ?? {}, page);
  }

  @Requires("alert:read")
  @FieldResolver(() => Int, { description: "Alerts that are not over." })
  openAlertCount(@Root() { id }: Account, @Ctx() context: RequestContext): Promise<number> {
    return this.reader.openCount(context, id);
  }

  @FieldResolver(() => AccountSendingPause, {
    nullable: true,
    description: "Why its messages wait although it may be online; null when they do not.",
  })
  sendingPause(@Root() { id }: Account, @Ctx() context: RequestContext): Promise<AccountSendingPause | null> {
    return this.pauses.find(context, id);
  }

  @Requires("message:send")
  @Mutation(() => AccountPayload, {
    description: "Lets an account send again that a rule holds up. One that sends already stays as it is.",
  })
  async resumeAccountSending(
    @Arg("input", () => ResumeAccountSendingInput) { accountId }: ResumeAccountSendingInput,
    @Ctx() context: RequestContext,
  ): Promise<AccountPayload> {
    await this.service.resumeSending(context, accountId);
    const account = await this.accounts.fresh(context, accountId);
    if (!account) throw notFound("account", accountId);
    return { account };
  }
}
