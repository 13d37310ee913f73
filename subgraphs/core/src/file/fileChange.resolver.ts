import { Ctx, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import type { z } from "zod";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { fileChanged } from "./file.events.ts";
import { FileChange } from "./file.model.ts";
import type { FileReader } from "./file.reader.ts";
import { reachOf } from "./file.scope.ts";
import { asFile } from "./file.view.ts";

type Changed = z.infer<typeof fileChanged.payload>;

/** What happens to files, live. Made around the feed, because type-graphql calls `subscribe` without the instance. */
export function fileChangeResolver(feed: EventFeed, reader: FileReader): object {
  const subscribe = ({
    context,
  }: SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>) => {
    const { ownerId } = reachOf(context.principal, "file:read");
    return feed.subscribe(context, fileChanged, {
      where: ({ payload }) => ownerId === undefined || payload.ownerId === ownerId,
    });
  };

  @Resolver(() => FileChange)
  class FileChangeResolver {
    @Requires("file:read")
    @Subscription(() => FileChange, { subscribe, description: "Each time something happens to a file." })
    async fileChanged(
      @Root() { payload }: FeedEvent<Changed>,
      @Ctx() context: RequestContext,
    ): Promise<FileChange> {
      const { fileId, change } = payload;
      const row = await reader.find(context, fileId);
      return { fileId, change, file: row && asFile(row) };
    }
  }
  return new FileChangeResolver();
}
