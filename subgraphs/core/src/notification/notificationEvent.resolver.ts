import { Ctx, Int, Resolver, Root, Subscription } from "type-graphql";
import type { SubscribeResolverData } from "type-graphql";
import type { z } from "zod";
import { SignedIn } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import type { EventFeed, FeedEvent } from "@wegraph/kit/feed";
import { personOf } from "../caller.ts";
import { notificationReceived, notificationsMarked } from "./notification.events.ts";
import { Notification } from "./notification.model.ts";
import type { NotificationService } from "./notification.service.ts";
import { asNotification } from "./notification.view.ts";

type Received = z.infer<typeof notificationReceived.payload>;
type Asked = SubscribeResolverData<unknown, Record<string, unknown>, RequestContext>;

/** A person's own, live. A class made around the feed, because type-graphql calls `subscribe` without the instance. */
export function notificationEventResolver(feed: EventFeed, service: NotificationService): object {
  const received = ({ context }: Asked) => {
    const { userId } = personOf(context);
    return feed.subscribe(context, notificationReceived, {
      where: ({ payload }) => payload.userIds.includes(userId),
    });
  };
  const marked = ({ context }: Asked) => {
    const { userId } = personOf(context);
    return feed.subscribe(context, notificationsMarked, {
      where: ({ payload }) => payload.userId === userId,
    });
  };

  @Resolver(() => Notification)
  class NotificationEventResolver {
    @SignedIn()
    @Subscription(() => Notification, {
      subscribe: received,
      description: "Your notifications as they come.",
    })
    async notificationReceived(
      @Root() { payload: { noticeId } }: FeedEvent<Received>,
      @Ctx() context: RequestContext,
    ): Promise<Notification> {
      const row = await service.find(context, { noticeId });
      if (!row) throw notFound("notification", noticeId);
      return asNotification(row);
    }

    @SignedIn()
    @Subscription(() => Int, {
      subscribe: marked,
      description: "How many are unread, each time you have marked some, wherever you did.",
    })
    unreadNotificationCountChanged(@Ctx() context: RequestContext): Promise<number> {
      return service.unreadCount(context);
    }
  }
  return new NotificationEventResolver();
}
