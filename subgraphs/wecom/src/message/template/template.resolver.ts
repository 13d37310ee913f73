import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from "type-graphql";
import { Requires } from "@wegraph/kit/access";
import type { RequestContext } from "@wegraph/kit/context";
import { notFound } from "@wegraph/kit/errors";
import { PageArgs } from "@wegraph/kit/page";
import type { Page } from "@wegraph/kit/page";
import { RemovePayload } from "@wegraph/kit/shared.model";
import type { Keywords } from "./keywords.ts";
import {
  MessageKeywordsPayload,
  MessagePreview,
  PreviewMessageInput,
  SetMessageKeywordsInput,
} from "./preview.model.ts";
import { preview } from "./preview.ts";
import {
  CreateMessageTemplateInput,
  DecideMessageTemplateInput,
  MessageTemplate,
  MessageTemplateConnection,
  MessageTemplateInput,
  MessageTemplatePayload,
  MessageTemplateVersion,
  ReviseMessageTemplateInput,
} from "./template.model.ts";
import type { TemplateReader } from "./template.reader.ts";
import type { TemplateService } from "./template.service.ts";

@Resolver(() => MessageTemplate)
export class TemplateResolver {
  constructor(
    private readonly reader: TemplateReader,
    private readonly service: TemplateService,
    private readonly keywords: Keywords,
  ) {}

  @Requires("message:read")
  @Query(() => MessageTemplateConnection, { description: "Templates, newest first." })
  messageTemplates(@Args(() => PageArgs) page: PageArgs): Promise<Page<MessageTemplate>> {
    return this.reader.page(page);
  }

  @Requires("message:read")
  @Query(() => MessageTemplate, { nullable: true, description: "One template." })
  messageTemplate(
    @Arg("id", () => ID) id: string,
    @Ctx() context: RequestContext,
  ): Promise<MessageTemplate | null> {
    return this.reader.find(context, id);
  }

  @Requires("message:read")
  @Query(() => MessagePreview, { description: "What a message to a member would say." })
  async previewMessage(
    @Arg("input", () => PreviewMessageInput) input: PreviewMessageInput,
  ): Promise<MessagePreview> {
    const content = input.templateId ? await this.reader.newest(input.templateId) : input.content;
    if (content == null) throw notFound("message template", input.templateId ?? "");
    return preview(content, input.variables, await this.keywords.finder());
  }

  @Requires("message:read")
  @Query(() => [String], { description: "The words that no message may hold." })
  messageKeywords(): Promise<string[]> {
    return this.keywords.list();
  }

  @FieldResolver(() => [MessageTemplateVersion], { description: "The newest first, at most 100." })
  versions(@Root() { id }: MessageTemplate): Promise<MessageTemplateVersion[]> {
    return this.reader.versions(id);
  }

  @Requires("message-template:write")
  @Mutation(() => MessageTemplatePayload, { description: "Adds a template; its first version is a draft." })
  async createMessageTemplate(
    @Arg("input", () => CreateMessageTemplateInput) input: CreateMessageTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageTemplatePayload> {
    return this.payload(context, await this.service.create(context, input));
  }

  @Requires("message-template:write")
  @Mutation(() => MessageTemplatePayload, {
    description: "Adds another version, a draft; the one in use stays.",
  })
  async reviseMessageTemplate(
    @Arg("input", () => ReviseMessageTemplateInput) input: ReviseMessageTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageTemplatePayload> {
    return this.payload(context, await this.service.revise(context, input));
  }

  @Requires("message-template:approve")
  @Mutation(() => MessageTemplatePayload, { description: "Approves or rejects a draft, once." })
  async decideMessageTemplate(
    @Arg("input", () => DecideMessageTemplateInput) input: DecideMessageTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageTemplatePayload> {
    return this.payload(context, await this.service.decide(context, input));
  }

  @Requires("message-template:write")
  @Mutation(() => RemovePayload, {
    description: "Deletes a template; what was sent of it can still be read.",
  })
  async deleteMessageTemplate(
    @Arg("input", () => MessageTemplateInput) { templateId }: MessageTemplateInput,
    @Ctx() context: RequestContext,
  ): Promise<RemovePayload> {
    await this.service.remove(context, templateId);
    return { removedId: templateId };
  }

  @Requires("message-template:approve")
  @Mutation(() => MessageKeywordsPayload, { description: "Replaces the words that no message may hold." })
  async setMessageKeywords(
    @Arg("input", () => SetMessageKeywordsInput) { words }: SetMessageKeywordsInput,
    @Ctx() context: RequestContext,
  ): Promise<MessageKeywordsPayload> {
    return { words: await this.keywords.set(context, words) };
  }

  private async payload(context: RequestContext, id: string): Promise<MessageTemplatePayload> {
    const messageTemplate = await this.reader.find(context, id);
    if (!messageTemplate) throw notFound("message template", id);
    return { messageTemplate };
  }
}
