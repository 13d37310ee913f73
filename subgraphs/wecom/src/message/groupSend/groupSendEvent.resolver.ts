import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { isUuid } from "@wegraph/kit/validate";
import type { MessageReach } from "../message.reach.ts";
import { groupSendChanged } from "./groupSend.events.ts";
import type { GroupSendChanged } from "./groupSend.events.ts";
import { GroupSendEvent } from "./groupSend.model.ts";

interface Wanted {
  accountIds?: string[] | null;
  batchId?: string | null;
}

/** The live feed of group sends. Made around the feed, as accountEventResolver is. */
export function groupSendEventResolver(feed: EventFeed, reach: MessageReach): object {
  const subscribe = async ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    const wanted: Wanted = args;
    checkNamedIds("accountIds", wanted.accountIds);
    if (wanted.batchId != null && !isUuid(wanted.batchId))
      throw invalidInput([{ path: ["batchId"], message: "not an id" }], "ID_MALFORMED");
    const isMine = await reach.accountTest(context.principal, "message:read");
    const accounts = wanted.accountIds && new Set(wanted.accountIds.map((id) => id.toLowerCase()));
    const batch = wanted.batchId?.toLowerCase();
    return feed.subscribe(context, groupSendChanged, {
      where: ({ payload: { accountId, batchId } }) =>
        (!accounts || accounts.has(accountId)) &&
        (batch === undefined || batchId === batch) &&
        isMine(accountId),
    });
  };

  @Resolver(() => GroupSendEvent)
  class GroupSendEventResolver {
    @Requires("message:read")
    @Subscription(() => GroupSendEvent, {
      subscribe,
      description:
        "Each change of status of group sends of the accounts you may see: of all, or of the accounts or batch named.",
    })
    groupSendChanged(
      @Root() { at, payload }: FeedEvent<GroupSendChanged>,
      @Ctx() _context: RequestContext,
      @Arg("accountIds", () => [ID], { nullable: true, description: "At most 1,000." }) _accountIds:
        | string[]
        | null,
      @Arg("batchId", () => ID, { nullable: true }) _batchId: string | null,
    ): GroupSendEvent {
      return { at: new Date(at), ...payload };
    }
  }
  return new GroupSendEventResolver();
}
