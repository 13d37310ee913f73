import { Args, Ctx, FieldResolver, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { User } from "@wegraph/kit/coreStubs.model";
import { Account } from "../account/account.model.ts";
import type { AccountReader } from "../account/account.reader.ts";
import { AccountStatusChange, AccountStatusChangeConnection } from "./history.model.ts";
import type { HistoryReader } from "./history.reader.ts";

@Resolver(() => AccountStatusChange)
export class HistoryResolver {
  constructor(
    private readonly reader: HistoryReader,
    private readonly accounts: AccountReader,
  ) {}

  @Requires("account:read")
  @Query(() => AccountStatusChangeConnection, {
    description: "Transitions of all accounts you may see, newest first.",
  })
  recentStatusChanges(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() context: RequestContext,
  ): Promise<Page<AccountStatusChange>> {
    return this.reader.recent(context, page);
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "The person who caused it; null when it was none.",
  })
  actor(@Root() { actorKind, actorId }: AccountStatusChange): User | null {
    return actorKind === "USER" ? { id: actorId } : null;
  }

  @FieldResolver(() => Account, {
    nullable: true,
    description: "The account as it is now; null when it is gone.",
  })
  account(
    @Root() { accountId }: AccountStatusChange,
    @Ctx() context: RequestContext,
  ): Promise<Account | null> {
    return this.accounts.find(context, accountId);
  }
}
