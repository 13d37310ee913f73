import type { Prisma } from "@wegraph/db-core/client";
import { oneOf } from "@wegraph/kit/codes";
import type { CoreDatabase, Tx } from "../../database.ts";
import type { LaneClaims } from "../../webhook/sending/lanes.ts";
import { channelKindFacts, channelKinds } from "../channel.kinds.ts";
import type { ChannelKind } from "../channel.kinds.ts";
import { purpose } from "../channel.purpose.ts";
import { remembered, roomWithin } from "../limits.rules.ts";

/** What a sender needs of a channel. Secrets are sealed. */
export interface SendingChannel {
  id: string;
  tenantId: string;
  kind: ChannelKind;
  settings: Prisma.JsonValue;
  secrets: string | null;
  sickSince: Date | null;
}

export interface ClaimedNotice {
  id: string;
  noticeId: string | null;
  userId: string | null;
  kind: string | null;
  severity: string;
  language: string;
  title: string;
  text: string;
  path: string | null;
  createdAt: Date;
  /** This one's number; a result is only written while it is still the last that was begun. */
  attempts: number;
  failures: number;
  /** What may have arrived already. */
  isUnknown: boolean;
}

/** Longer than any attempt takes. What is not ended by then was begun by a process that died. */
export const leaseMs = 60_000;
/** Of the vendor's limits at one go: the rest of a lane's turn belongs to others. */
const batchMax = 50;

/** Hands out what is due. The channel's row is the lock: the vendor's limits hold over all processes. */
export class ChannelClaims implements LaneClaims<SendingChannel, ClaimedNotice> {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  take(channelId: string) {
    return this.db.system(purpose).$transaction(async (tx) => {
      const now = this.clock();
      const channel = await lockChannel(tx, channelId);
      if (!channel) return { receiver: null, deliveries: [], waitMs: null };
      const { pausedUntil, sentAt, ...receiver } = channel;
      const pausedMs = (pausedUntil?.getTime() ?? 0) - now.getTime();
      if (pausedMs > 0) return { receiver, deliveries: [], waitMs: pausedMs };
      const { limits } = channelKindFacts[receiver.kind];
      const { room, waitMs } = roomWithin(limits, sentAt, now);
      if (room === 0) return { receiver, deliveries: [], waitMs };
      const deliveries = await claim(tx, channelId, Math.min(room, batchMax), now);
      if (deliveries.length > 0)
        await tx.notificationChannel.updateMany({
          where: { id: channelId },
          data: { sentAt: remembered(limits, sentAt, deliveries.length, now) },
        });
      return { receiver, deliveries, waitMs: null };
    });
  }

  /** The channels for which something is due that may be sent. */
  async due(): Promise<string[]> {
    const now = this.clock();
    const rows = await this.db.system(purpose).$queryRaw<{ id: string }[]>`
      SELECT c.id::text AS id FROM saas_notification_channels c JOIN saas_tenants t ON t.id = c.tenant_id
      WHERE c.deleted_at IS NULL AND t.status = 'ACTIVE' AND (c.paused_until IS NULL OR c.paused_until <= ${now})
        AND EXISTS (SELECT 1 FROM saas_message_logs d WHERE d.channel_id = c.id AND d.status IN ('PENDING', 'SENDING')
          AND d.due_at <= ${now})`;
    return rows.map(({ id }) => id);
  }
}

async function lockChannel(tx: Tx, channelId: string) {
  const [row] = await tx.$queryRaw<
    (Omit<SendingChannel, "kind"> & { kind: string; pausedUntil: Date | null; sentAt: Date[] })[]
  >`
    SELECT c.id::text AS id, c.tenant_id::text AS "tenantId", c.kind, c.settings, c.secrets, c.sick_since AS "sickSince",
      c.paused_until AS "pausedUntil", c.sent_at AS "sentAt"
    FROM saas_notification_channels c JOIN saas_tenants t ON t.id = c.tenant_id
    WHERE c.id = ${channelId}::uuid AND c.deleted_at IS NULL AND t.status = 'ACTIVE' FOR UPDATE OF c`;
  return row && { ...row, kind: oneOf(channelKinds, row.kind) };
}

/** Of what a dead process had begun nobody knows whether it arrived; the log says so. */
function claim(tx: Tx, channelId: string, room: number, now: Date): Promise<ClaimedNotice[]> {
  const leaseUntil = new Date(now.getTime() + leaseMs);
  const at = now.toISOString();
  return tx.$queryRaw<ClaimedNotice[]>`
    UPDATE saas_message_logs d SET status = 'SENDING', due_at = ${leaseUntil}, attempts = d.attempts + 1,
      is_unknown = d.is_unknown OR picked.status = 'SENDING',
      attempt_log = CASE WHEN picked.status = 'SENDING' THEN d.attempt_log || jsonb_build_object(
        'number', d.attempts, 'at', ${at}::text, 'failure', 'INTERRUPTED', 'answer', NULL, 'latencyMs', NULL)
        ELSE d.attempt_log END
    FROM (SELECT p.id, p.status FROM saas_message_logs p
      WHERE p.channel_id = ${channelId}::uuid AND p.status IN ('PENDING', 'SENDING') AND p.due_at <= ${now}
      ORDER BY p.due_at LIMIT ${room} FOR UPDATE SKIP LOCKED) picked
    WHERE d.id = picked.id
    RETURNING d.id::text AS id, d.notice_id::text AS "noticeId", d.user_id::text AS "userId", d.kind, d.severity,
      d.language, d.title, d.text, d.path, d.created_at AS "createdAt", d.attempts, d.failures,
      d.is_unknown AS "isUnknown"`;
}
