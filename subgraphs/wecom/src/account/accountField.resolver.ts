import { Arg, Args, Ctx, FieldResolver, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { Corp } from "../corp/corp.model.ts";
import type { CorpService } from "../corp/corp.service.ts";
import { DateTime } from "@wegraph/kit/scalars";
import { AccountStatistics, AccountStatusChangeConnection } from "../history/history.model.ts";
import type { AccountStatusChange } from "../history/history.model.ts";
import type { HistoryReader } from "../history/history.reader.ts";
import { AccountActionEnum } from "./account.enums.ts";
import { Account, AccountLogin } from "./account.model.ts";
import type { AccountReader } from "./account.reader.ts";
import { allowedActions } from "./account.rules.ts";
import type { AccountAction } from "./account.rules.ts";
import { Tenant, User } from "@wegraph/kit/coreStubs.model";
import { reaches } from "@wegraph/kit/reach";

const weekMs = 7 * 24 * 3_600_000;

/** What an account leads to. Who holds an account was allowed to read it. */
@Resolver(() => Account)
export class AccountFieldResolver {
  constructor(
    private readonly reader: AccountReader,
    private readonly corps: CorpService,
    private readonly past: HistoryReader,
    private readonly clock: () => Date,
  ) {}

  @FieldResolver(() => Tenant)
  tenant(@Root() { tenantId }: Account): Tenant {
    return { id: tenantId };
  }

  @FieldResolver(() => Corp, { description: "The corporation it belongs to." })
  async corp(@Root() { corpId }: Account, @Ctx() context: RequestContext): Promise<Corp | null> {
    return this.corps.find(context, corpId);
  }

  @FieldResolver(() => User, { nullable: true, description: "Who is responsible for it." })
  owner(@Root() { ownerUserId }: Account): User | null {
    return ownerUserId === null ? null : { id: ownerUserId };
  }

  // Nullable items: core answers null for a user who has left the tenant, or whom the viewer may not see, and that
  // must not take the whole account with it.
  @FieldResolver(() => [User], {
    nullable: "items",
    description: "Who works with it; null in the place of a user you may not see, or who has left.",
  })
  boundUsers(@Root() { boundUserIds }: Account): User[] {
    return boundUserIds.map((id) => ({ id }));
  }

  @Requires("account:login")
  @FieldResolver(() => AccountLogin, {
    nullable: true,
    description: "The log-in under way; null without one, and until it has got its QR code.",
  })
  login(@Root() account: Account, @Ctx() context: RequestContext): Promise<AccountLogin | null> {
    return this.reader.login(context, account);
  }

  @FieldResolver(() => [AccountActionEnum], { description: "What you may do to it now." })
  allowedActions(@Root() account: Account, @Ctx() { principal }: RequestContext): AccountAction[] {
    return allowedActions(account, (permission) => reaches(principal, permission, account));
  }

  @FieldResolver(() => AccountStatusChangeConnection, { description: "Its transitions, newest first." })
  history(@Root() { id }: Account, @Args(() => PageArgs) page: PageArgs): Promise<Page<AccountStatusChange>> {
    return this.past.ofAccount(id, page);
  }

  @FieldResolver(() => AccountStatistics, { description: "What its history adds up to." })
  statistics(
    @Root() account: Account,
    @Arg("since", () => DateTime, {
      nullable: true,
      description: "Seven days ago when left out, at most 90.",
    })
    since: Date | null,
  ): Promise<AccountStatistics> {
    return this.past.statistics(account, since ?? new Date(this.clock().getTime() - weekMs));
  }
}
