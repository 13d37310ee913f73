import { v7 } from "uuid";
import type { Tx } from "../database.ts";
import type { Notice, Notices } from "./notice.ts";

const titleMax = 300;
const bodyMax = 8_000;

/** Takes notices in; the dispatcher sees to who is told. */
export class NoticeBoard implements Notices {
  constructor(private readonly clock: () => Date) {}

  async post(tx: Tx, notice: Notice): Promise<string> {
    const { tenantId, kind, severity, title, body, path, subject, audience, channels, dedupeKey } = notice;
    const [posted] = await tx.$queryRaw<{ id: string }[]>`
      INSERT INTO saas_notices (id, tenant_id, kind, severity, title_zh, title_en, body_zh, body_en, path, subject_type,
        subject_id, permission, user_ids, channels, dedupe_key, created_at)
      VALUES (${v7()}::uuid, ${tenantId}::uuid, ${kind}, ${severity}, ${cut(title.zh, titleMax)},
        ${cut(title.en, titleMax)}, ${cut(body.zh, bodyMax)}, ${cut(body.en, bodyMax)}, ${path}, ${subject.type},
        ${subject.id}, ${audience.permission ?? null}, ${[...(audience.userIds ?? [])]}::uuid[], ${channels},
        ${dedupeKey}, ${this.clock()})
      ON CONFLICT (tenant_id, dedupe_key) DO NOTHING RETURNING id::text AS id`;
    if (posted) return posted.id;
    const first = await tx.notice.findUniqueOrThrow({
      where: { tenantId_dedupeKey: { tenantId, dedupeKey } },
      select: { id: true },
    });
    return first.id;
  }
}

/** A report that runs over must not make the notice of it fail. */
function cut(text: string, max: number): string {
  return text.length <= max ? text : `${text.slice(0, max - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
