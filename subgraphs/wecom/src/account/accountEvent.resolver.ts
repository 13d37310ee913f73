import { Arg, Ctx, FieldResolver, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds, namedMax } from "@wegraph/kit/namedIds";
import { reaches } from "@wegraph/kit/reach";
import { accountStatusChanged } from "./account.events.ts";
import type { AccountStatusChanged } from "./account.events.ts";
import { Account } from "./account.model.ts";
import type { AccountReader } from "./account.reader.ts";
import { AccountStatusEvent } from "./accountEvent.model.ts";

interface Wanted {
  accountIds?: string[] | null;
  groups?: string[] | null;
}

/**
 * The live feed of transitions. A class made around the feed, because type-graphql calls `subscribe` without the
 * resolver's instance.
 */
export function accountEventResolver(feed: EventFeed, reader: AccountReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => follow(feed, context, args);

  @Resolver(() => AccountStatusEvent)
  class AccountEventResolver {
    @Requires("account:read")
    @Subscription(() => AccountStatusEvent, {
      subscribe,
      description:
        "Every transition of the accounts you may see, as it happens; all of them, or those named.",
    })
    accountStatusChanged(
      @Root() event: FeedEvent<AccountStatusChanged>,
      @Arg("accountIds", () => [ID], {
        nullable: true,
        description: "Only of these accounts, at most 1,000.",
      })
      _accountIds: string[] | null,
      @Arg("groups", () => [String], { nullable: true, description: "Only of accounts in these groups." })
      _groups: string[] | null,
    ): AccountStatusEvent {
      const { changeId: id, accountId, from, to, event: what, reason, version } = event.payload;
      return {
        id,
        accountId,
        event: what,
        reason,
        version,
        at: new Date(event.at),
        from: from,
        to: to,
      };
    }

    @FieldResolver(() => Account, {
      description: "The account as it is now, which may be later than the event.",
    })
    async account(
      @Root() { accountId }: AccountStatusEvent,
      @Ctx() context: RequestContext,
    ): Promise<Account> {
      const account = await reader.find(context, accountId);
      if (!account) throw notFound("account", accountId);
      return account;
    }
  }
  return new AccountEventResolver();
}

/** Filtered here, at the server: by tenant, by what the caller's rights reach, and by what was asked for. */
function follow(feed: EventFeed, context: RequestContext, { accountIds, groups }: Wanted) {
  checkNamedIds("accountIds", accountIds);
  const ids = accountIds && new Set(accountIds.map((id) => id.toLowerCase()));
  const names = groups && new Set(groups.slice(0, namedMax));
  return feed.subscribe(context, accountStatusChanged, {
    where: ({ payload }) =>
      (!ids || ids.has(payload.accountId)) &&
      (!names || (payload.group !== null && names.has(payload.group))) &&
      reaches(context.principal, "account:read", payload),
  });
}
