import { placesOf } from "../message.id.ts";
import { withinMoments } from "../message.insert.ts";
import type { MessageType, RecipientKind } from "../message.enums.ts";
import { statusesThat } from "../message.machine.ts";
import type { MessageTimings } from "../message.timings.ts";
import type { WecomDatabase } from "../../wecom.database.ts";

const purpose = "message-worker";

/** What a worker has to know of a message. */
export interface Waiting {
  id: string;
  createdAt: Date;
  tenantId: string;
  accountId: string;
  isRouted: boolean;
  type: MessageType;
  recipientKind: RecipientKind;
  recipient: string;
  content: unknown;
  status: string;
  attempts: number;
  maybeSent: boolean;
  duplicateChecked: boolean;
  sendingAt: Date | null;
  wantedAt: Date;
}

export interface Claimed {
  id: string;
  duplicateChecked: boolean;
}

/**
 * Who may send which message. A claim is a token in the row and ends after a lease; every result is written only where
 * the token still stands, so that a worker that was cut off changes nothing when it comes back.
 */
export class MessageClaims {
  constructor(
    private readonly db: WecomDatabase,
    private readonly timings: MessageTimings,
  ) {}

  /** Those of a job that nobody works on. The others are in other hands, or over. */
  async waiting(tenantId: string, given: readonly string[]): Promise<Waiting[]> {
    const { ids, createdAts } = placesOf(given);
    if (ids.length === 0) return [];
    return this.db.system(purpose).$queryRaw<Waiting[]>`
      SELECT id, created_at AS "createdAt", tenant_id AS "tenantId", account_id AS "accountId", is_routed AS "isRouted", type,
        recipient_kind AS "recipientKind", recipient, content, status, attempts, maybe_sent AS "maybeSent",
        duplicate_checked AS "duplicateChecked", sending_at AS "sendingAt", coalesce(scheduled_at, created_at) AS "wantedAt"
      FROM wework_message_records m
      WHERE id = ANY (${ids}::uuid[]) AND ${withinMoments(createdAts)} AND tenant_id = ${tenantId}::uuid
        AND (status = 'QUEUED' OR (status = 'SENDING' AND claim IS NULL)) ORDER BY id`;
  }

  /**
   * Takes those that are still free. Whether WeCom may be asked to drop repetitions is decided here, once: only if no
   * twin (same account, recipient and content) was handed over within the last day or is about to be, because WeCom
   * would drop one of the two. 微信客服 knows a repetition by our own id, so a twin is none.
   */
  async take(
    token: string,
    wanted: readonly { id: string; createdAt: Date; accountId: string }[],
  ): Promise<Map<string, Claimed>> {
    const createdAts = wanted.map(({ createdAt }) => createdAt);
    const rows = await this.db.system(purpose).$queryRaw<Claimed[]>`
      UPDATE wework_message_records m
      SET status = 'SENDING', claim = ${token}::uuid, due_at = now() + ${this.timings.leaseMs}::float8 * interval '1 millisecond',
        attempts = m.attempts + 1, sending_at = coalesce(m.sending_at, now()), account_id = w.account_id,
        duplicate_checked = (m.duplicate_checked OR NOT m.maybe_sent) AND m.recipient_kind <> 'GROUP_CHAT' AND (m.recipient_kind = 'KF_CUSTOMER' OR NOT EXISTS (
          SELECT FROM wework_message_records t
          WHERE t.tenant_id = m.tenant_id AND t.recipient = m.recipient AND t.created_at > now() - interval '1 day'
            AND t.content_hash = m.content_hash AND t.account_id = w.account_id AND t.id <> m.id
            AND t.status <> 'CANCELLED' AND (t.status <> 'FAILED' OR t.maybe_sent))),
        maybe_sent = true
      FROM unnest(${wanted.map(({ id }) => id)}::uuid[], ${createdAts.map((at) => at.toISOString())}::timestamptz[],
        ${wanted.map(({ accountId }) => accountId)}::uuid[]) AS w (id, created_at, account_id)
      WHERE m.id = w.id AND m.created_at = w.created_at AND ${withinMoments(createdAts)}
        AND (m.status = 'QUEUED' OR (m.status = 'SENDING' AND m.claim IS NULL))
      RETURNING m.id, m.duplicate_checked AS "duplicateChecked"`;
    return new Map(rows.map((row) => [row.id, row]));
  }

  /** Not now: looked at again after a time. What is in other hands is left alone. */
  async postpone(waiting: readonly { id: string; createdAt: Date; afterMs: number }[]): Promise<void> {
    if (waiting.length === 0) return;
    const createdAts = waiting.map(({ createdAt }) => createdAt);
    await this.db.system(purpose).$executeRaw`
      UPDATE wework_message_records m SET due_at = now() + w.after_ms * interval '1 millisecond'
      FROM unnest(${waiting.map(({ id }) => id)}::uuid[], ${createdAts.map((at) => at.toISOString())}::timestamptz[],
        ${waiting.map(({ afterMs }) => afterMs)}::float8[]) AS w (id, created_at, after_ms)
      WHERE m.id = w.id AND m.created_at = w.created_at AND ${withinMoments(createdAts)}
        AND m.status = ANY (${statusesThat("CLAIM")}::text[]) AND (m.status = 'QUEUED' OR m.claim IS NULL)`;
  }
}
