import { Arg, Args, Ctx, Int, Mutation, Query, Resolver } from "type-graphql";
import { SignedIn } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import {
  MarkAllNotificationsReadInput,
  MarkNotificationsReadInput,
  Notification,
  NotificationConnection,
  NotificationCountPayload,
  NotificationFilter,
  NotificationsPayload,
} from "./notification.model.ts";
import type { NotificationService } from "./notification.service.ts";
import { asNotification } from "./notification.view.ts";

@Resolver(() => Notification)
export class NotificationResolver {
  constructor(private readonly service: NotificationService) {}

  @SignedIn()
  @Query(() => NotificationConnection, {
    description: "Your notifications in this tenant, the newest first. Kept for 90 days.",
  })
  async notifications(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("filter", () => NotificationFilter, { nullable: true }) filter: NotificationFilter | null,
    @Ctx() context: RequestContext,
  ): Promise<Page<Notification>> {
    return mapPage(await this.service.page(context, filter ?? {}, args), asNotification);
  }

  @SignedIn()
  @Query(() => Int, { description: "How many of your notifications are unread." })
  unreadNotificationCount(@Ctx() context: RequestContext): Promise<number> {
    return this.service.unreadCount(context);
  }

  @SignedIn()
  @Mutation(() => NotificationsPayload, { description: "Marks your notifications read, or unread again." })
  async markNotificationsRead(
    @Arg("input", () => MarkNotificationsReadInput) { notificationIds, isRead }: MarkNotificationsReadInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationsPayload> {
    const { rows, unreadCount } = await this.service.mark(context, notificationIds, isRead ?? true);
    return { notifications: rows.map(asNotification), unreadCount };
  }

  @SignedIn()
  @Mutation(() => NotificationCountPayload, { description: "Marks all your notifications read." })
  markAllNotificationsRead(
    @Arg("input", () => MarkAllNotificationsReadInput) { until }: MarkAllNotificationsReadInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationCountPayload> {
    return this.service.markAll(context, until ?? null);
  }
}
