import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { callbacksChanged } from "../callback.events.ts";
import type { CallbackChange, CallbacksChanged } from "../callback.events.ts";
import type { CallbackReach } from "./callback.reach.ts";
import { CallbackEvent } from "./callbackEvent.model.ts";

/** What a caller's rights reach is asked again after so long. */
const reachMs = 5_000;

/** The live feed of callbacks. Made around the feed, as accountEventResolver is. */
export function callbackEventResolver(feed: EventFeed, reach: CallbackReach): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) =>
    follow(feed, reach, context, args);

  @Resolver(() => CallbackEvent)
  class CallbackEventResolver {
    @Requires("callback:read")
    @Subscription(() => CallbackEvent, {
      subscribe,
      description:
        "Callbacks to the accounts you may see, as soon as their handlers were asked: right after receipt, and again whenever they were tried again or replayed. Of all accounts, or of those named.",
    })
    async callbackReceived(
      @Root() event: FeedEvent<CallbacksChanged>,
      @Ctx() context: RequestContext,
      @Arg("accountIds", () => [ID], { nullable: true, description: "At most 1,000." }) accountIds:
        | string[]
        | null,
    ): Promise<CallbackEvent> {
      const isWanted = wantedBy(accountIds);
      const isMine = await reach.accountTest(context.principal, "callback:read");
      const callbacks = event.payload.changes
        .filter((change) => isWanted(change) && isMine(change.accountId))
        .map((change) => ({ ...change, receivedAt: new Date(change.receivedAt) }));
      return { at: new Date(event.at), callbacks };
    }
  }
  return new CallbackEventResolver();
}

async function follow(
  feed: EventFeed,
  reach: CallbackReach,
  context: RequestContext,
  { accountIds }: { accountIds?: string[] | null },
) {
  checkNamedIds("accountIds", accountIds);
  const isWanted = wantedBy(accountIds);
  let isMine = await reach.accountTest(context.principal, "callback:read");
  let askedAt = performance.now();
  return feed.subscribe(context, callbacksChanged, {
    where: ({ payload }) => {
      if (performance.now() - askedAt > reachMs) {
        askedAt = performance.now();
        reach.accountTest(context.principal, "callback:read").then(
          (test) => (isMine = test),
          () => undefined, // the present answer stays; what it lets through is tested again above
        );
      }
      return payload.changes.some((change) => isWanted(change) && isMine(change.accountId));
    },
  });
}

function wantedBy(accountIds: readonly string[] | null | undefined): (change: CallbackChange) => boolean {
  const accounts = accountIds && new Set(accountIds.map((id) => id.toLowerCase()));
  return ({ accountId }) => !accounts || accounts.has(accountId);
}
