import { audit } from "@wegraph/kit/audit";
import type { Origin } from "@wegraph/kit/outbox";
import { domain } from "../../wecom.database.ts";
import type { Tx } from "../../wecom.database.ts";
import { dayName, dayStart } from "../acceptance/plan.rules.ts";
import { lockPromises } from "../acceptance/promises.ts";
import { limitIn } from "../limits/limits.ts";
import type { ProviderLimits } from "../limits/limits.service.ts";
import { assign } from "./routing.rules.ts";
import type { Candidate } from "./routing.rules.ts";

/** More are left for the next time: one transaction shall not hold a hundred thousand rows. */
const atOnceMax = 5_000;
const candidatesMax = 100;

interface Waiting {
  id: string;
  createdAt: Date;
  recipient: string;
}

/**
 * Gives messages that wait for an account to others of its corporation. Only those that routing had given to it: whoever
 * named an account meant it. Only what nobody has handed over yet, and what is due today, for the account may be back
 * tomorrow. A group chat belongs to the application that made it, so its messages stay.
 */
export class MessageReassign {
  constructor(
    private readonly limits: ProviderLimits,
    private readonly clock: () => Date,
  ) {}

  /** Within a transaction of the tenant's. Returns how many messages have another account now. */
  async reassign(tx: Tx, accountId: string, origin: Origin): Promise<number> {
    const now = this.clock();
    const candidates = await this.candidates(tx, accountId, now, origin.tenantId);
    const room = candidates.reduce((sum, { quotaLeft }) => sum + Math.max(0, quotaLeft), 0);
    if (room === 0) return 0;
    const waiting = await tx.$queryRaw<Waiting[]>`
      SELECT id, created_at AS "createdAt", recipient FROM wework_message_records
      WHERE account_id = ${accountId}::uuid AND status IN ('PENDING', 'QUEUED') AND is_routed AND claim IS NULL AND NOT maybe_sent
        AND recipient_kind IN ('MEMBER', 'DEPARTMENT', 'TAG') AND coalesce(scheduled_at, created_at) < ${dayStart(now, 1)}::timestamptz
      ORDER BY created_at, id LIMIT ${Math.min(atOnceMax, room)}::int FOR UPDATE SKIP LOCKED`;
    if (waiting.length === 0) return 0;
    const chosen = assign(
      waiting.map(({ recipient }) => recipient),
      candidates,
      new Map(),
    );
    await tx.$executeRaw`
      UPDATE wework_message_records m SET account_id = n.account_id, due_at = least(m.due_at, greatest(m.scheduled_at, now()))
      FROM unnest(${waiting.map(({ id }) => id)}::uuid[], ${waiting.map(({ createdAt }) => createdAt.toISOString())}::timestamptz[],
        ${chosen}::uuid[]) AS n (id, created_at, account_id)
      WHERE m.id = n.id AND m.created_at = n.created_at`;
    await movePromises(tx, accountId, chosen, now);
    await audit(tx, domain, origin, {
      action: "account.messages-reassigned",
      resourceType: "account",
      resourceId: accountId,
      changes: [{ field: "messages", after: waiting.length }],
    });
    return waiting.length;
  }

  /** Accounts of the same corporation that can send now, with what they have promised, locked until the end. */
  private async candidates(tx: Tx, accountId: string, now: Date, tenantId: string): Promise<Candidate[]> {
    const perMember = limitIn(await this.limits.inForce(), "app_day").amount;
    const rows = await tx.$queryRaw<{ id: string; healthScore: number; memberLimit: number; over: number }[]>`
      SELECT a.id, a.health_score AS "healthScore", p.member_limit AS "memberLimit", coalesce((
          SELECT sum(s.sent + s.failed) FROM wegraph_message_stats s
          WHERE s.account_id = a.id AND s.hour >= ${dayStart(now, 0)}::timestamptz), 0)::int AS over
      FROM wework_accounts a JOIN wegraph_account_apps p ON p.account_id = a.id
      WHERE a.corp_id = (SELECT f.corp_id FROM wework_accounts f WHERE f.id = ${accountId}::uuid) AND a.id <> ${accountId}::uuid
        AND a.deleted_at IS NULL AND a.status = 'ONLINE'
        AND NOT EXISTS (SELECT FROM wegraph_sending_pauses h WHERE h.account_id = a.id)
      ORDER BY a.health_score DESC, a.id LIMIT ${candidatesMax}::int`;
    if (rows.length === 0) return [];
    const promised = await lockPromises(
      tx,
      tenantId,
      rows.map(({ id }) => id),
      now,
    );
    return rows.map(({ id, healthScore, memberLimit, over }) => {
      const quotaPerDay = perMember * memberLimit;
      const taken = promised(id, 0);
      return {
        id,
        healthScore,
        quotaPerDay,
        quotaLeft: quotaPerDay - taken,
        load: Math.max(0, taken - over),
      };
    });
  }
}

/** What was promised for one account today is promised for the others. */
async function movePromises(tx: Tx, from: string, chosen: readonly string[], now: Date): Promise<void> {
  const day = dayName(now, 0);
  await tx.$executeRaw`
    UPDATE wegraph_message_usage u SET promised = greatest(0, u.promised + n.change)
    FROM (
      SELECT account_id, count(*)::int AS change FROM unnest(${[...chosen]}::uuid[]) AS c (account_id) GROUP BY 1
      UNION ALL SELECT ${from}::uuid, -${chosen.length}::int) AS n
    WHERE u.account_id = n.account_id AND u.day = ${day}::date`;
}
