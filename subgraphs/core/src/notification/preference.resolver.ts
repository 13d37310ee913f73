import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { SignedIn } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import {
  MuteNotificationsInput,
  NotificationPreferences,
  NotificationPreferencesPayload,
  SetNotificationPhoneInput,
  UpdateNotificationPreferencesInput,
} from "./notification.model.ts";
import type { PreferenceService } from "./preference.service.ts";

@Resolver(() => NotificationPreferences)
export class NotificationPreferenceResolver {
  constructor(private readonly service: PreferenceService) {}

  @SignedIn()
  @Query(() => NotificationPreferences, { description: "How you want to be told, in this tenant." })
  notificationPreferences(@Ctx() context: RequestContext): Promise<NotificationPreferences> {
    return this.service.own(context);
  }

  @SignedIn()
  @Mutation(() => NotificationPreferencesPayload, {
    description: "Switches kinds of notices on and off for you.",
  })
  async updateNotificationPreferences(
    @Arg("input", () => UpdateNotificationPreferencesInput) { changes }: UpdateNotificationPreferencesInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationPreferencesPayload> {
    return { preferences: await this.service.update(context, changes) };
  }

  @SignedIn()
  @Mutation(() => NotificationPreferencesPayload, {
    description: "Until then only what is critical is mailed to you or sent by SMS; null ends it.",
  })
  async muteNotifications(
    @Arg("input", () => MuteNotificationsInput) { until }: MuteNotificationsInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationPreferencesPayload> {
    return { preferences: await this.service.mute(context, until ?? null) };
  }

  @SignedIn()
  @Mutation(() => NotificationPreferencesPayload, { description: "Sets or removes your number for SMS." })
  async setNotificationPhone(
    @Arg("input", () => SetNotificationPhoneInput) { phone }: SetNotificationPhoneInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationPreferencesPayload> {
    return {
      preferences: await this.service.setPhone(context, phone == null || phone === "" ? null : phone),
    };
  }
}
