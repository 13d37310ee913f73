import { v7 } from "uuid";
import type { Tx } from "../database.ts";
import type { PlannedDelivery } from "./dispatch.rules.ts";
import type { NoticeRow, Renderer } from "./renderer.ts";

export interface NewDeliveries {
  notice: NoticeRow;
  planned: readonly PlannedDelivery[];
  /** The delivery these stand in for. */
  standsInFor?: string;
  now: Date;
}

/** Writes deliveries of a notice with the words they will have; once for each channel and recipient, whoever does it. */
export class DeliveryWriter {
  constructor(private readonly renderer: Renderer) {}

  /** @returns the channels that have something to send now. */
  async write(tx: Tx, { notice, planned, standsInFor, now }: NewDeliveries): Promise<string[]> {
    if (planned.length === 0) return [];
    const words = await this.renderer.of(tx, notice);
    const rows = planned.map(({ channel, userId, language, skipped }) => ({
      id: v7(),
      channel_id: channel.id,
      channel_kind: channel.kind,
      user_id: userId,
      language,
      title: words[language].title,
      text: words[language].body,
      status: skipped === null ? "PENDING" : "SKIPPED",
      reason: skipped ?? (standsInFor === undefined ? null : "STANDS_IN"),
    }));
    const written = await tx.$queryRaw<{ channelId: string }[]>`
      INSERT INTO saas_message_logs (id, tenant_id, notice_id, channel_id, channel_kind, user_id, kind, severity, language,
        title, text, path, status, due_at, reason, stands_in_for, created_at, finished_at)
      SELECT r.id, ${notice.tenantId}::uuid, ${notice.id}::uuid, r.channel_id, r.channel_kind, r.user_id, ${notice.kind},
        ${notice.severity}, r.language, r.title, r.text, ${notice.path}, r.status,
        CASE WHEN r.status = 'PENDING' THEN ${now}::timestamptz END, r.reason, ${standsInFor ?? null}::uuid, ${now},
        CASE WHEN r.status = 'SKIPPED' THEN ${now}::timestamptz END
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(id uuid, channel_id uuid, channel_kind text,
        user_id uuid, language text, title text, text text, status text, reason text)
      ON CONFLICT DO NOTHING RETURNING CASE WHEN status = 'PENDING' THEN channel_id::text END AS "channelId"`;
    return [...new Set(written.map(({ channelId }) => channelId).filter((id) => id !== null))];
  }
}
