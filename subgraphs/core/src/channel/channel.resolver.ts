import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { PageArgs, mapPage } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { RemovePayload } from "../payloads.model.ts";
import { channelKinds } from "./channel.kinds.ts";
import {
  CreateNotificationChannelInput,
  NotificationChannelInput,
  UpdateNotificationChannelInput,
} from "./channel.inputs.ts";
import {
  NotificationChannel,
  NotificationChannelConnection,
  NotificationChannelKindInfo,
  NotificationChannelPayload,
} from "./channel.model.ts";
import type { ChannelReader } from "./channel.reader.ts";
import type { ChannelService } from "./channel.service.ts";
import { asChannel, asKindInfo } from "./channel.view.ts";

@Resolver(() => NotificationChannel)
export class NotificationChannelResolver {
  constructor(
    private readonly service: ChannelService,
    private readonly reader: ChannelReader,
  ) {}

  @Requires("channel:read")
  @Query(() => [NotificationChannelKindInfo], { description: "The kinds of channels, and what each needs." })
  notificationChannelKinds(): NotificationChannelKindInfo[] {
    return channelKinds.map(asKindInfo);
  }

  @Requires("channel:read")
  @Query(() => NotificationChannelConnection, {
    description: "Where notices go, in the order in which channels stand in for each other.",
  })
  async notificationChannels(@Args(() => PageArgs) args: PageArgs): Promise<Page<NotificationChannel>> {
    return mapPage(await this.reader.page(args), asChannel);
  }

  @Requires("channel:read")
  @Query(() => NotificationChannel, {
    nullable: true,
    description: "One channel; null if there is none with this id.",
  })
  async notificationChannel(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<NotificationChannel | null> {
    const row = await this.reader.find(context, id);
    return row && asChannel(row);
  }

  @Requires("channel:manage")
  @Mutation(() => NotificationChannelPayload, { description: "Adds a channel; it is used from then on." })
  async createNotificationChannel(
    @Arg("input", () => CreateNotificationChannelInput) input: CreateNotificationChannelInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationChannelPayload> {
    return { channel: asChannel(await this.service.create(context, input)) };
  }

  @Requires("channel:manage")
  @Mutation(() => NotificationChannelPayload, { description: "Changes a channel; what is not given stays." })
  async updateNotificationChannel(
    @Arg("input", () => UpdateNotificationChannelInput) input: UpdateNotificationChannelInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationChannelPayload> {
    return { channel: asChannel(await this.service.update(context, input)) };
  }

  @Requires("channel:manage")
  @Mutation(() => NotificationChannelPayload, { description: "Sends by it again, from now on." })
  async enableNotificationChannel(
    @Arg("input", () => NotificationChannelInput) { channelId }: NotificationChannelInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationChannelPayload> {
    return { channel: asChannel(await this.service.enable(context, channelId)) };
  }

  @Requires("channel:manage")
  @Mutation(() => NotificationChannelPayload, {
    description: "Sends nothing by it; what waits for it is skipped.",
  })
  async disableNotificationChannel(
    @Arg("input", () => NotificationChannelInput) { channelId }: NotificationChannelInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationChannelPayload> {
    return { channel: asChannel(await this.service.disable(context, channelId)) };
  }

  @Requires("channel:manage")
  @Mutation(() => RemovePayload, { description: "Removes a channel; its log stays as long as any." })
  async deleteNotificationChannel(
    @Arg("input", () => NotificationChannelInput) { channelId }: NotificationChannelInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    return { removedId: await this.service.remove(context, channelId) };
  }
}
