import { recorderOf } from "@wegraph/kit/audit";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, invalidInput, notFound } from "@wegraph/kit/errors";
import { step } from "@wegraph/kit/machine";
import { originOf } from "@wegraph/kit/outbox";
import { isUniqueViolation } from "@wegraph/kit/uniqueViolation";
import { v7 } from "uuid";
import { domain } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import { messageContent } from "../content/content.ts";
import { templateMachine, templateStates } from "./template.states.ts";
import type { TemplateDecision } from "./template.states.ts";
import { variablesMax, variablesOf } from "./template.rules.ts";

const record = recorderOf(domain, "message-template");

/** What people do to templates. A template's text is never changed: another version is added, and approved. */
export class TemplateService {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  async create(
    context: RequestContext,
    { name, content }: { name: string; content: unknown },
  ): Promise<string> {
    const origin = originOf(context);
    const { tenantId } = origin;
    const id = v7();
    const now = this.clock();
    const checked = checkedText(content);
    await this.db.tenant
      .$transaction(async (tx) => {
        await tx.messageTemplate.create({
          data: { id, tenantId, name, version: 1, createdAt: now, updatedAt: now },
        });
        await this.addVersion(tx, context, id, 1, checked);
        await record(tx, context, "created", id, [{ field: "name", after: name }]);
      })
      .catch((error: unknown) => {
        throw isUniqueViolation(error)
          ? new AppError("CONFLICT", "TEMPLATE_NAME_TAKEN", "There is a template with this name.", { name })
          : error;
      });
    return id;
  }

  /** Another version, to be approved; the one in use stays in use until then. */
  async revise(
    context: RequestContext,
    { templateId, content }: { templateId: string; content: unknown },
  ): Promise<string> {
    const checked = checkedText(content);
    await this.db.tenant.$transaction(async (tx) => {
      const { version } = await this.locked(tx, templateId);
      await tx.messageTemplate.update({
        where: { id: templateId },
        data: { version: version + 1, updatedAt: this.clock() },
      });
      await this.addVersion(tx, context, templateId, version + 1, checked);
      await record(tx, context, "revised", templateId, [
        { field: "version", before: version, after: version + 1 },
      ]);
    });
    return templateId;
  }

  async decide(
    context: RequestContext,
    input: {
      templateId: string;
      version: number;
      decision: TemplateDecision;
      reason?: string | null | undefined;
    },
  ): Promise<string> {
    const { templateId, version, decision, reason } = input;
    const { principal } = context;
    await this.db.tenant.$transaction(async (tx) => {
      const template = await this.locked(tx, templateId);
      const where = { templateId_version: { templateId, version } };
      const row = await tx.messageTemplateVersion.findUnique({ where });
      if (!row) throw notFound("message template version", `${templateId} ${version}`);
      const state = step(templateMachine, oneOf(templateStates, row.state), decision);
      const decidedById = principal.kind === "USER" ? principal.id : null;
      await tx.messageTemplateVersion.update({
        where,
        data: { state, decidedById, decidedAt: this.clock(), reason: reason ?? null },
      });
      // An older version that is approved late does not push a newer one out.
      if (state === "APPROVED" && version > (template.approved ?? 0))
        await tx.messageTemplate.update({
          where: { id: templateId },
          data: { approved: version, updatedAt: this.clock() },
        });
      await record(tx, context, state.toLowerCase(), templateId, [{ field: "version", after: version }]);
    });
    return templateId;
  }

  async remove(context: RequestContext, templateId: string): Promise<void> {
    await this.db.tenant.$transaction(async (tx) => {
      await this.locked(tx, templateId);
      await tx.messageTemplate.update({ where: { id: templateId }, data: { deletedAt: this.clock() } });
      await record(tx, context, "deleted", templateId);
    });
  }

  private async locked(tx: Tx, id: string): Promise<{ version: number; approved: number | null }> {
    const [row] = await tx.$queryRaw<{ version: number; approved: number | null }[]>`
      SELECT version, approved FROM wework_message_templates WHERE id = ${id}::uuid AND deleted_at IS NULL FOR UPDATE`;
    if (!row) throw notFound("message template", id);
    return row;
  }

  private async addVersion(
    tx: Tx,
    { principal }: RequestContext,
    templateId: string,
    version: number,
    { type, content, variables }: ReturnType<typeof checkedText>,
  ): Promise<void> {
    const { tenantId } = principal;
    const createdById = principal.kind === "USER" ? principal.id : null;
    await tx.messageTemplateVersion.create({
      data: {
        templateId,
        version,
        tenantId,
        type,
        content,
        variables,
        createdById,
        state: "DRAFT",
        createdAt: this.clock(),
      },
    });
  }
}

/** Whether it can be sent is for each message to show, with its variables; a template must at least have the shape. */
function checkedText(given: unknown) {
  const parsed = messageContent.safeParse(given);
  if (!parsed.success)
    throw invalidInput(
      parsed.error.issues.map(({ path, message }) => ({
        path: ["input", "content", ...path.map((part) => (typeof part === "symbol" ? String(part) : part))],
        message,
      })),
      "MESSAGE_REFUSED",
    );
  const variables = variablesOf(parsed.data);
  if (variables.length > variablesMax)
    throw invalidInput([{ path: ["input", "content"], message: `at most ${variablesMax} variables` }]);
  const { type, ...rest } = parsed.data;
  return { type, content: { type, ...rest }, variables };
}
