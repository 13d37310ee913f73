import type { Tx, CoreDatabase } from "../../database.ts";
import { purpose } from "../webhook.purpose.ts";
import { paceAfter, roomOf } from "./pace.rules.ts";
import type { Pace } from "./pace.rules.ts";

/** What a sender needs of an endpoint. Secrets are sealed. */
export interface Receiver extends Pace {
  id: string;
  tenantId: string;
  url: string;
  headers: string | null;
  secret: string | null;
  previousSecret: string | null;
  previousSecretUntil: Date | null;
  status: string;
}

export interface ClaimedDelivery {
  id: string;
  createdAt: Date;
  eventId: string;
  eventType: string;
  body: string;
  isTest: boolean;
  /** This one's number; a result is only written while it is still the last that was begun. */
  attempts: number;
  failures: number;
}

export interface Claim {
  receiver: Receiver | null;
  deliveries: ClaimedDelivery[];
  /** When to ask again although nothing has ended; null: something else will tell. */
  waitMs: number | null;
}

/** Longer than any attempt takes. What is not ended by then was begun by a process that died. */
export const leaseMs = 60_000;

/**
 * Hands out what is due. The endpoint's row is the lock: its limits hold over all processes, and no delivery is handed
 * out twice at a time.
 */
export class Claims {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  take(endpointId: string): Promise<Claim> {
    return this.db.system(purpose).$transaction(async (tx) => {
      const now = this.clock();
      const receiver = await lockReceiver(tx, endpointId);
      if (!receiver) return { receiver: null, deliveries: [], waitMs: null };
      const { room, waitMs } = roomOf(receiver, await inFlight(tx, endpointId, now), now);
      if (room === 0) return { receiver, deliveries: [], waitMs };
      const deliveries = await claim(tx, receiver, room, now);
      if (deliveries.length > 0) {
        const nextSendAt = paceAfter(receiver, deliveries.length, now);
        await tx.webhookEndpoint.updateMany({ where: { id: endpointId }, data: { nextSendAt } });
      }
      return { receiver, deliveries, waitMs: null };
    });
  }

  /** The endpoints for which something is due that may be sent. */
  async due(): Promise<string[]> {
    const now = this.clock();
    const rows = await this.db.system(purpose).$queryRaw<{ id: string }[]>`
      SELECT e.id::text AS id FROM saas_webhook_endpoints e JOIN saas_tenants t ON t.id = e.tenant_id
      WHERE e.deleted_at IS NULL AND t.status = 'ACTIVE' AND (e.paused_until IS NULL OR e.paused_until <= ${now})
        AND EXISTS (SELECT 1 FROM saas_webhook_deliveries d WHERE d.endpoint_id = e.id AND d.status IN ('PENDING', 'SENDING')
          AND d.due_at <= ${now} AND (e.status = 'ENABLED' OR d.is_test))`;
    return rows.map(({ id }) => id);
  }
}

async function lockReceiver(tx: Tx, endpointId: string): Promise<Receiver | undefined> {
  const [row] = await tx.$queryRaw<Receiver[]>`
    SELECT e.id::text AS id, e.tenant_id::text AS "tenantId", e.url, e.headers, e.secret, e.previous_secret AS "previousSecret",
      e.previous_secret_until AS "previousSecretUntil", e.status, e.max_per_second AS "maxPerSecond",
      e.max_concurrent AS "maxConcurrent", e.failing_since AS "failingSince", e.paused_until AS "pausedUntil",
      e.next_send_at AS "nextSendAt"
    FROM saas_webhook_endpoints e JOIN saas_tenants t ON t.id = e.tenant_id
    WHERE e.id = ${endpointId}::uuid AND e.deleted_at IS NULL AND t.status = 'ACTIVE' FOR UPDATE OF e`;
  return row;
}

async function inFlight(tx: Tx, endpointId: string, now: Date): Promise<number> {
  return tx.webhookDelivery.count({ where: { endpointId, status: "SENDING", dueAt: { gt: now } } });
}

/** What a dead process had begun is due again once its lease is over, and says so in its log. */
function claim(tx: Tx, { id, status }: Receiver, room: number, now: Date): Promise<ClaimedDelivery[]> {
  const leaseUntil = new Date(now.getTime() + leaseMs);
  const at = now.toISOString();
  return tx.$queryRaw<ClaimedDelivery[]>`
    UPDATE saas_webhook_deliveries d SET status = 'SENDING', due_at = ${leaseUntil}, attempts = d.attempts + 1,
      attempt_log = CASE WHEN picked.status = 'SENDING' THEN d.attempt_log || jsonb_build_object(
        'number', d.attempts, 'at', ${at}::text, 'failure', 'INTERRUPTED', 'statusCode', NULL, 'latencyMs', NULL,
        'excerpt', NULL, 'headers', '[]'::jsonb) ELSE d.attempt_log END
    FROM (SELECT p.id, p.created_at, p.status FROM saas_webhook_deliveries p
      WHERE p.endpoint_id = ${id}::uuid AND p.status IN ('PENDING', 'SENDING') AND p.due_at <= ${now}
        AND (${status} = 'ENABLED' OR p.is_test)
      ORDER BY p.due_at LIMIT ${room} FOR UPDATE SKIP LOCKED) picked
    WHERE d.id = picked.id AND d.created_at = picked.created_at
    RETURNING d.id::text AS id, d.created_at AS "createdAt", d.event_id::text AS "eventId", d.event_type AS "eventType",
      d.body, d.is_test AS "isTest", d.attempts, d.failures`;
}
