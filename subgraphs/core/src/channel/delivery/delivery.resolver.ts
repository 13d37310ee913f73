import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { asUser } from "../../user/asUser.ts";
import { User } from "../../user/user.model.ts";
import type { UserDirectory } from "../../user/userDirectory.ts";
import { NotificationChannel } from "../channel.model.ts";
import type { ChannelReader } from "../channel.reader.ts";
import { asChannel } from "../channel.view.ts";
import {
  NotificationDelivery,
  NotificationDeliveryConnection,
  NotificationDeliveryFilter,
  NotificationDeliveryPayload,
  RetryNotificationDeliveryInput,
  TestNotificationChannelInput,
} from "./delivery.model.ts";
import type { NotificationDeliveryReader } from "./delivery.reader.ts";
import type { NotificationDeliveryService } from "./delivery.service.ts";
import { asDelivery } from "./delivery.view.ts";

@Resolver(() => NotificationDelivery)
export class NotificationDeliveryResolver {
  constructor(
    private readonly service: NotificationDeliveryService,
    private readonly reader: NotificationDeliveryReader,
    private readonly channels: ChannelReader,
    private readonly users: UserDirectory,
  ) {}

  @Requires("channel:read")
  @Query(() => NotificationDeliveryConnection, {
    description: "What was sent over channels, and what is to be, the newest first. Kept for 90 days.",
  })
  async notificationDeliveries(
    @Args(() => PageArgs) args: PageArgs,
    @Arg("filter", () => NotificationDeliveryFilter, { nullable: true })
    filter: NotificationDeliveryFilter | null,
  ): Promise<Page<NotificationDelivery>> {
    return mapPage(await this.reader.page(filter ?? {}, args), asDelivery);
  }

  @Requires("channel:read")
  @Query(() => NotificationDelivery, {
    nullable: true,
    description: "One delivery; null if there is none with this id.",
  })
  async notificationDelivery(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<NotificationDelivery | null> {
    const row = await this.reader.find(context, id);
    return row && asDelivery(row);
  }

  @FieldResolver(() => NotificationChannel, { nullable: true, description: "Null once it is deleted." })
  async channel(
    @Root() { channelId }: NotificationDelivery,
    @Ctx() context: RequestContext,
  ): Promise<NotificationChannel | null> {
    const row = await this.channels.find(context, channelId);
    return row && asChannel(row);
  }

  @FieldResolver(() => String, { description: "The channel's name, also of one that is deleted." })
  async channelName(
    @Root() { channelId }: NotificationDelivery,
    @Ctx() context: RequestContext,
  ): Promise<string> {
    return (await this.channels.mention(context, channelId))?.name ?? "";
  }

  @FieldResolver(() => User, {
    nullable: true,
    description: "Who it is for; null: a group, or you may not see users.",
  })
  async recipient(
    @Root() { userId }: NotificationDelivery,
    @Ctx() context: RequestContext,
  ): Promise<User | null> {
    const row = await this.users.mention(context, userId);
    return row && asUser(row);
  }

  @Requires("channel:manage")
  @Mutation(() => NotificationDeliveryPayload, {
    description:
      "Sends a test by a channel, once; to you if it goes to single people. What came of it is told live.",
  })
  async testNotificationChannel(
    @Arg("input", () => TestNotificationChannelInput) input: TestNotificationChannelInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationDeliveryPayload> {
    return { delivery: asDelivery(await this.service.test(context, input)) };
  }

  @Requires("channel:manage")
  @Mutation(() => NotificationDeliveryPayload, {
    description: "Sends once more, now, what failed, was skipped or may not have arrived.",
  })
  async retryNotificationDelivery(
    @Arg("input", () => RetryNotificationDeliveryInput) { deliveryId }: RetryNotificationDeliveryInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationDeliveryPayload> {
    return { delivery: asDelivery(await this.service.retry(context, deliveryId)) };
  }
}
