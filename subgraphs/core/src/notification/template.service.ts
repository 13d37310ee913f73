import { recorderOf } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import type { Language } from "../channel/adapter.ts";
import { domain } from "../database.ts";
import type { CoreDatabase } from "../database.ts";
import { noticeKindNames, noticeKinds } from "./notice.kinds.ts";
import type { NoticeKind } from "./notice.kinds.ts";
import { checkTemplate, rendered, shippedTemplates, valuesOf } from "./template.rules.ts";
import type { TemplateText } from "./template.rules.ts";
import type { NotificationTemplate } from "./template.model.ts";

const record = recorderOf(domain, "notification-template");

export interface TemplatePlace {
  kind: NoticeKind;
  language: Language;
}

const languages: readonly Language[] = ["zh", "en"];

/** What is previewed when nothing has happened yet. */
const sample = {
  severity: "WARNING",
  title: { zh: "发送失败率超过 1%", en: "Message failure rate above 1 %" },
  body: {
    zh: "当前值 2.4%，自 13:02 起超过阈值 1%。",
    en: "Now 2.4 %, above the threshold of 1 % since 13:02.",
  },
  path: "/alerts",
} as const;

/** The words of notices: the shipped ones, and what a tenant writes in their place. */
export class TemplateService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly publicUrl: string,
    private readonly clock: () => Date,
  ) {}

  async all(): Promise<NotificationTemplate[]> {
    const own = await this.db.tenant.notificationTemplate.findMany();
    return noticeKindNames.flatMap((kind) =>
      languages.map((language) =>
        shown(
          { kind, language },
          own.find((each) => each.kind === kind && each.language === language),
        ),
      ),
    );
  }

  /** With the tenant's name and zone, now. @throws AppError INVALID_INPUT (TEMPLATE_VARIABLE_UNKNOWN) */
  async preview(
    context: RequestContext,
    { kind, language, ...template }: TemplatePlace & TemplateText,
  ): Promise<TemplateText> {
    checkTemplate(template);
    const tenant = await this.db.tenant.tenant.findUniqueOrThrow({
      where: { id: context.principal.tenantId },
      select: { name: true, timeZone: true },
    });
    const facts = { tenant, publicUrl: this.publicUrl, at: this.clock() };
    return rendered(template, valuesOf({ ...sample, kind }, language, facts));
  }

  async set(
    context: RequestContext,
    { kind, language, ...template }: TemplatePlace & TemplateText,
  ): Promise<NotificationTemplate> {
    checkTemplate(template);
    const { tenantId, kind: actor, id } = context.principal;
    const place = { tenantId, kind, language };
    return this.db.tenant.$transaction(async (tx) => {
      const data = {
        ...template,
        updatedAt: this.clock(),
        updatedById: actor === "USER" ? id : null,
      };
      const row = await tx.notificationTemplate.upsert({
        where: { tenantId_kind_language: place },
        create: { ...place, ...data },
        update: data,
      });
      const changes = Object.entries(template).map(([field, after]) => ({ field, after }));
      await record(tx, context, "changed", nameOf({ kind, language }), changes);
      return shown({ kind, language }, row);
    });
  }

  /** What is as shipped already stays so. */
  async reset(context: RequestContext, { kind, language }: TemplatePlace): Promise<NotificationTemplate> {
    const { tenantId } = context.principal;
    await this.db.tenant.$transaction(async (tx) => {
      const { count } = await tx.notificationTemplate.deleteMany({ where: { tenantId, kind, language } });
      if (count > 0) await record(tx, context, "reset", nameOf({ kind, language }));
    });
    return shown({ kind, language }, undefined);
  }
}

function nameOf({ kind, language }: TemplatePlace): string {
  return `${kind} ${language}`;
}

function shown(
  { kind, language }: TemplatePlace,
  own: (TemplateText & { updatedAt: Date }) | undefined,
): NotificationTemplate {
  const { title, body } = own ?? shippedTemplates[kind][language];
  return {
    kind,
    language,
    title,
    body,
    kindTitle: noticeKinds[kind].title,
    isOwn: own !== undefined,
    updatedAt: own?.updatedAt ?? null,
  };
}
