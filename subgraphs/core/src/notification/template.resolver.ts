import { Arg, Ctx, Mutation, Query, Resolver } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import {
  NotificationPreview,
  NotificationTemplate,
  NotificationTemplateInput,
  NotificationTemplatePayload,
  NotificationTemplates,
  ResetNotificationTemplateInput,
} from "./template.model.ts";
import { templateVariables } from "./template.rules.ts";
import type { TemplateService } from "./template.service.ts";

@Resolver(() => NotificationTemplate)
export class NotificationTemplateResolver {
  constructor(private readonly service: TemplateService) {}

  @Requires("channel:read")
  @Query(() => NotificationTemplates, { description: "The words of notices, by kind and language." })
  async notificationTemplates(): Promise<NotificationTemplates> {
    return { templates: await this.service.all(), variables: [...templateVariables] };
  }

  @Requires("channel:read")
  @Query(() => NotificationPreview, {
    description: "How a notice would read by this template, with an example's values.",
  })
  previewNotificationTemplate(
    @Arg("input", () => NotificationTemplateInput) input: NotificationTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationPreview> {
    return this.service.preview(context, input);
  }

  @Requires("notification-template:write")
  @Mutation(() => NotificationTemplatePayload, {
    description: "Writes a template in place of the shipped one.",
  })
  async setNotificationTemplate(
    @Arg("input", () => NotificationTemplateInput) input: NotificationTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationTemplatePayload> {
    return { template: await this.service.set(context, input) };
  }

  @Requires("notification-template:write")
  @Mutation(() => NotificationTemplatePayload, { description: "Takes the shipped template again." })
  async resetNotificationTemplate(
    @Arg("input", () => ResetNotificationTemplateInput) input: ResetNotificationTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<NotificationTemplatePayload> {
    return { template: await this.service.reset(context, input) };
  }
}
