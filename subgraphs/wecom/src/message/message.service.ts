import { createHash } from "node:crypto";
import type { RequestContext } from "@wegraph/kit/context";
import { invalidInput, notFound } from "@wegraph/kit/errors";
import { once } from "@wegraph/kit/idempotency";
import { demand } from "@wegraph/kit/principal";
import { demandFiles } from "../media/media.check.ts";
import type { MediaReader } from "../media/media.reader.ts";
import { patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { draftsOf } from "./acceptance/drafts.ts";
import type { Draft, Recipient, Wanted } from "./acceptance/drafts.ts";
import type { MessageAcceptance } from "./acceptance/message.acceptance.ts";
import type { MessageRouter } from "./routing/message.router.ts";
import type { Keywords } from "./template/keywords.ts";
import type { TemplateReader } from "./template/template.reader.ts";

interface Variable {
  name: string;
  value: string;
}

interface Wish {
  accountId?: string | null | undefined;
  corpId?: string | null | undefined;
  scheduledAt?: Date | null | undefined;
  maySpread?: boolean | null | undefined;
  idempotencyKey: string;
}

export interface SendOne extends Wish {
  recipient: Recipient;
  content?: unknown;
  templateId?: string | null | undefined;
  variables?: readonly Variable[] | null | undefined;
}

export interface SendMany extends Wish {
  name: string;
  content?: unknown;
  templateId?: string | null | undefined;
  recipients?:
    | readonly { recipient: Recipient; variables?: readonly Variable[] | null | undefined }[]
    | null
    | undefined;
  messages?: readonly { recipient: Recipient; content: unknown }[] | null | undefined;
}

/**
 * What stands for the long lists of a wish when it is compared with an earlier one of the same key: to put ten thousand
 * items into a canonical form would take longer than to store them. A client that repeats itself sends the same bytes.
 */
function listsOf(wish: Partial<Pick<SendMany, "recipients" | "messages">>): object {
  const digest = (list: unknown) => createHash("sha256").update(JSON.stringify(list)).digest("base64url");
  const { recipients, messages } = wish;
  return {
    ...(recipients && { recipients: digest(recipients) }),
    ...(messages && { messages: digest(messages) }),
  };
}

interface ServiceOptions {
  db: WecomDatabase;
  acceptance: MessageAcceptance;
  router: MessageRouter;
  templates: TemplateReader;
  keywords: Keywords;
  media: MediaReader;
  clock: () => Date;
}

interface Text {
  content: unknown;
  templateId: string | null;
  templateVersion: number | null;
}

/** A year: beyond it a schedule is a typing error. */
const aheadMaxMs = 366 * 24 * 60 * 60_000;
/** Ten thousand messages take about a third of a second to store; a machine at its limit needs longer. */
const acceptTimeout = { ...patient, timeout: 60_000 };

/** Takes orders for messages. What it returns an id for is durable, and will be sent or say why not. */
export class MessageService {
  constructor(private readonly options: ServiceOptions) {}

  async send(context: RequestContext, input: SendOne): Promise<string> {
    demand(context.principal, "message:send");
    const text = await this.textOf(input);
    const { recipient, variables } = input;
    const path = ["input"];
    const drafts = await this.drafts([
      { recipient, content: text.content, variables: variables ?? [], path },
    ]);
    return this.accept(context, "sendMessage", input, drafts, async (tx, order) =>
      this.options.acceptance.acceptOne(tx, context, { ...order, templateId: text.templateId }),
    );
  }

  async sendBatch(context: RequestContext, input: SendMany): Promise<string> {
    demand(context.principal, "message:send");
    const { text, drafts } = await this.prepared(input);
    return this.accept(context, "sendMessageBatch", input, drafts, (tx, order) =>
      this.options.acceptance.acceptBatch(tx, context, {
        ...order,
        name: input.name,
        templateId: text.templateId,
        templateVersion: text.templateVersion,
        retryOfBatchId: null,
      }),
    );
  }

  /**
   * What a batch would be: its messages with their variables, each checked.
   *
   * @throws AppError INVALID_INPUT that names what is wrong with which of them.
   */
  async prepared(
    input: Pick<SendMany, "content" | "templateId" | "recipients" | "messages">,
  ): Promise<{ text: Text; drafts: Draft[] }> {
    const text = input.messages
      ? { content: null, templateId: null, templateVersion: null }
      : await this.textOf(input);
    const wanted = input.messages
      ? input.messages.map(({ recipient, content }, i) => ({
          recipient,
          content,
          variables: [],
          path: ["input", "messages", i],
        }))
      : (input.recipients ?? []).map(({ recipient, variables }, i) => ({
          recipient,
          content: text.content,
          variables: variables ?? [],
          path: ["input", "recipients", i],
        }));
    return { text, drafts: await this.drafts(wanted) };
  }

  private async accept(
    context: RequestContext,
    scope: string,
    wish: Wish & Partial<Pick<SendMany, "recipients" | "messages">>,
    drafts: readonly Draft[],
    act: (tx: Tx, order: Parameters<MessageAcceptance["acceptOne"]>[2]) => Promise<string>,
  ): Promise<string> {
    const { db, router } = this.options;
    const { tenantId } = context.principal;
    const { idempotencyKey: key, ...input } = { ...wish, ...listsOf(wish) };
    const scheduledAt = this.checked(wish.scheduledAt ?? null);
    const routes = await router.routes(
      context.principal,
      wish,
      drafts.map(({ recipient }) => recipient.id),
    );
    const order = {
      drafts,
      routes,
      scheduledAt,
      maySpread: wish.maySpread ?? true,
      templateId: null,
      retryOf: [],
    };
    return db.tenant.$transaction(
      (tx) => once(tx, { tenantId, scope, key, input }, () => act(tx, order)),
      acceptTimeout,
    );
  }

  private checked(scheduledAt: Date | null): Date | null {
    const now = this.options.clock().getTime();
    if (scheduledAt && scheduledAt.getTime() > now + aheadMaxMs)
      throw invalidInput([{ path: ["input", "scheduledAt"], message: "at most a year ahead" }]);
    return scheduledAt;
  }

  private async drafts(wanted: readonly Wanted[]): Promise<Draft[]> {
    const drafts = draftsOf(wanted, await this.options.keywords.finder());
    await demandFiles(this.options.media, wanted, drafts);
    return drafts;
  }

  private async textOf({ content, templateId }: Pick<SendOne, "content" | "templateId">): Promise<Text> {
    if (!templateId) return { content, templateId: null, templateVersion: null };
    const version = await this.options.templates.approved(templateId);
    if (!version) throw notFound("message template", templateId);
    return { content: version.content, templateId, templateVersion: version.version };
  }
}
