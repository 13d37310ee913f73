import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { WecomDatabase } from "../../wecom.database.ts";
import { messageTypes } from "../message.enums.ts";
import type { MessageTemplate, MessageTemplateVersion } from "./template.model.ts";
import { templateStates } from "./template.states.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

/** Reads templates, and their versions as they were. */
export class TemplateReader {
  constructor(private readonly db: WecomDatabase) {}

  find(context: RequestContext, id: string): Promise<MessageTemplate | null> {
    return context.loader(this.load).load(id);
  }

  page(args: PageArgs): Promise<Page<MessageTemplate>> {
    const present = { deletedAt: null };
    const { messageTemplate } = this.db.tenant;
    return keysetPage(
      args,
      newestFirst,
      ({ where, ...query }) => messageTemplate.findMany({ where: { AND: [present, where] }, ...query }),
      () => messageTemplate.count({ where: present }),
    );
  }

  /** Newest first. */
  async versions(templateId: string): Promise<MessageTemplateVersion[]> {
    const rows = await this.db.tenant.messageTemplateVersion.findMany({
      where: { templateId },
      orderBy: { version: "desc" },
      take: 100,
    });
    return rows.map((row) => ({
      ...row,
      type: oneOf(messageTypes, row.type),
      state: oneOf(templateStates, row.state),
    }));
  }

  /** What a message may be made of; null if nothing of the template has been approved. */
  async approved(id: string): Promise<{ version: number; content: unknown } | null> {
    const template = await this.db.tenant.messageTemplate.findFirst({ where: { id, deletedAt: null } });
    if (template?.approved == null) return null;
    return this.db.tenant.messageTemplateVersion.findFirst({
      where: { templateId: id, version: template.approved },
    });
  }

  /** The text of the newest version, approved or not; null if there is no such template. */
  async newest(id: string): Promise<unknown> {
    const template = await this.db.tenant.messageTemplate.findFirst({ where: { id, deletedAt: null } });
    if (!template) return null;
    const { version } = template;
    const row = await this.db.tenant.messageTemplateVersion.findFirst({ where: { templateId: id, version } });
    return row?.content ?? null;
  }

  private readonly load = async (ids: readonly string[]) => {
    const rows = await this.db.tenant.messageTemplate.findMany({ where: { id: { in: [...ids] } } });
    return inOrder(ids, rows);
  };
}
