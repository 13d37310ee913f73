import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { checkNamedIds } from "@wegraph/kit/namedIds";
import { isUuid } from "@wegraph/kit/validate";
import { messageStatusChanged } from "./message.events.ts";
import type { MessageChange, MessageStatusChanged } from "./message.events.ts";
import type { MessageReach } from "./message.reach.ts";
import { MessageStatusEvent } from "./messageEvent.model.ts";

/** What a caller's rights reach is asked again after so long. */
const reachMs = 5_000;

/** The live feed of messages. Made around the feed, as accountEventResolver is. */
export function messageEventResolver(feed: EventFeed, reach: MessageReach): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) =>
    follow(feed, reach, context, args);

  @Resolver(() => MessageStatusEvent)
  class MessageEventResolver {
    @Requires("message:read")
    @Subscription(() => MessageStatusEvent, {
      subscribe,
      description:
        "Each change of status of the messages you may see, but for SENDING, which lasts a moment: of all, or of the accounts, messages or batch named. Of a batch's acceptance batchProgress tells.",
    })
    async messageStatusChanged(
      @Root() event: FeedEvent<MessageStatusChanged>,
      @Ctx() context: RequestContext,
      @Arg("accountIds", () => [ID], { nullable: true, description: "At most 1,000." }) accountIds:
        | string[]
        | null,
      @Arg("messageIds", () => [ID], { nullable: true, description: "At most 1,000." }) messageIds:
        | string[]
        | null,
      @Arg("batchId", () => ID, { nullable: true }) batchId: string | null,
    ): Promise<MessageStatusEvent> {
      const isWanted = wantedBy({ accountIds, messageIds, batchId });
      const isMine = await reach.accountTest(context.principal, "message:read");
      const changes = event.payload.changes.filter((change) => isWanted(change) && isMine(change.accountId));
      return { at: new Date(event.at), changes };
    }
  }
  return new MessageEventResolver();
}

interface Wanted {
  accountIds?: string[] | null;
  messageIds?: string[] | null;
  batchId?: string | null;
}

async function follow(feed: EventFeed, reach: MessageReach, context: RequestContext, wanted: Wanted) {
  checkNamedIds("accountIds", wanted.accountIds);
  checkNamedIds("messageIds", wanted.messageIds);
  if (wanted.batchId != null && !isUuid(wanted.batchId))
    throw invalidInput([{ path: ["batchId"], message: "not an id" }], "ID_MALFORMED");
  const isWanted = wantedBy(wanted);
  let isMine = await reach.accountTest(context.principal, "message:read");
  let askedAt = performance.now();
  return feed.subscribe(context, messageStatusChanged, {
    where: ({ payload }) => {
      if (performance.now() - askedAt > reachMs) {
        askedAt = performance.now();
        reach.accountTest(context.principal, "message:read").then(
          (test) => (isMine = test),
          () => undefined, // the present answer stays; what it lets through is tested again above
        );
      }
      return payload.changes.some((change) => isWanted(change) && isMine(change.accountId));
    },
  });
}

function wantedBy({ accountIds, messageIds, batchId }: Wanted): (change: MessageChange) => boolean {
  const accounts = accountIds && new Set(accountIds.map((id) => id.toLowerCase()));
  const messages = messageIds && new Set(messageIds.map((id) => id.toLowerCase()));
  const batch = batchId?.toLowerCase();
  return (change) =>
    (!accounts || accounts.has(change.accountId)) &&
    (!messages || messages.has(change.messageId)) &&
    (batch === undefined || change.batchId === batch);
}
