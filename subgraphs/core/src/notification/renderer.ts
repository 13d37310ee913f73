import { oneOf } from "@wegraph/kit/codes";
import type { Tx } from "../database.ts";
import type { Language } from "../channel/adapter.ts";
import { noticeKindNames } from "./notice.kinds.ts";
import type { NoticeKind } from "./notice.kinds.ts";
import { severities } from "./notice.ts";
import type { Notice } from "./notice.ts";
import { rendered, shippedTemplates, valuesOf } from "./template.rules.ts";
import type { TemplateText } from "./template.rules.ts";

/** A notice as it is stored. */
export interface NoticeRow {
  id: string;
  tenantId: string;
  kind: string;
  severity: string;
  titleZh: string;
  titleEn: string;
  bodyZh: string;
  bodyEn: string;
  path: string | null;
  createdAt: Date;
}

export function asNotice({ kind, severity, titleZh, titleEn, bodyZh, bodyEn, path }: NoticeRow) {
  return {
    kind: oneOf(noticeKindNames, kind),
    severity: oneOf(severities, severity),
    title: { zh: titleZh, en: titleEn },
    body: { zh: bodyZh, en: bodyEn },
    path,
  };
}

/** Words for a notice in each language, by the tenant's own template or the shipped one. */
export class Renderer {
  constructor(private readonly publicUrl: string) {}

  async of(tx: Tx, row: NoticeRow): Promise<Record<Language, TemplateText>> {
    const notice = asNotice(row);
    const tenant = await tx.tenant.findUniqueOrThrow({
      where: { id: row.tenantId },
      select: { name: true, timeZone: true },
    });
    const own = await tx.notificationTemplate.findMany({
      where: { tenantId: row.tenantId, kind: notice.kind },
      select: { language: true, title: true, body: true },
    });
    const facts = { tenant, publicUrl: this.publicUrl, at: row.createdAt };
    return { zh: this.render(notice, "zh", own, facts), en: this.render(notice, "en", own, facts) };
  }

  private render(
    notice: Pick<Notice, "severity" | "title" | "body" | "path"> & { kind: NoticeKind },
    language: Language,
    own: readonly (TemplateText & { language: string })[],
    facts: Parameters<typeof valuesOf>[2],
  ): TemplateText {
    const template =
      own.find((each) => each.language === language) ?? shippedTemplates[notice.kind][language];
    return rendered(template, valuesOf(notice, language, facts));
  }
}
