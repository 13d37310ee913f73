import { Arg, Ctx, ID, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput, notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { isUuid } from "@wegraph/kit/validate";
import type { z } from "zod";
import { contactSyncProgressed } from "../contact.events.ts";
import type { RunReader } from "./run.reader.ts";
import { ContactSyncRun } from "./sync.model.ts";

type Progress = z.infer<typeof contactSyncProgressed.payload>;

/** Live progress of syncs. Made around the feed, as accountEventResolver is. */
export function syncProgressResolver(feed: EventFeed, reader: RunReader): object {
  const subscribe = ({
    args,
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => follow(feed, context, args);

  @Resolver(() => ContactSyncRun)
  class SyncProgressResolver {
    @Requires("contact:read")
    @Subscription(() => ContactSyncRun, {
      subscribe,
      description:
        "A sync each time it comes further, twice a second at most: all of the tenant's, of one corporation, or one. A new one is told when it begins.",
    })
    async contactSyncProgress(
      @Root() { payload }: FeedEvent<Progress>,
      @Ctx() context: RequestContext,
      @Arg("corpId", () => ID, { nullable: true }) _corpId: string | null,
      @Arg("runId", () => ID, { nullable: true }) _runId: string | null,
    ): Promise<ContactSyncRun> {
      const run = await reader.fresh(context, payload.runId);
      if (!run) throw notFound("contact sync run", payload.runId);
      return run;
    }
  }
  return new SyncProgressResolver();
}

function follow(feed: EventFeed, context: RequestContext, args: Record<string, unknown>) {
  const corpId = idOf(args, "corpId");
  const runId = idOf(args, "runId");
  return feed.subscribe(context, contactSyncProgressed, {
    where: ({ payload }) =>
      (corpId === undefined || payload.corpId === corpId) && (runId === undefined || payload.runId === runId),
  });
}

/** Arguments of subscriptions come unchecked. */
function idOf(args: Record<string, unknown>, name: string): string | undefined {
  const value = args[name];
  if (value == null) return undefined;
  if (typeof value === "string" && isUuid(value)) return value.toLowerCase();
  throw invalidInput([{ path: [name], message: "not an id" }], "ID_MALFORMED");
}
