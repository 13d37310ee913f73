import { oneOf } from "@wegraph/kit/codes";
import { announce, systemOrigin } from "@wegraph/kit/outbox";
import { Prisma } from "@wegraph/db-wecom/client";
import { v7 } from "uuid";
import { patient } from "../../wecom.database.ts";
import type { Tx, WecomDatabase } from "../../wecom.database.ts";
import type { MessageBatchProgress } from "../batch/batch.progress.ts";
import { withinMoments } from "../message.insert.ts";
import { recordChanges } from "../sending/statusWriter.ts";
import type { Changed } from "../sending/settled.ts";
import { groupSendChanged } from "./groupSend.events.ts";
import { groupSendStatuses, mayBecome } from "./groupSend.rules.ts";
import type { GroupSendStatus } from "./groupSend.rules.ts";

export type GroupSendRow = Prisma.GroupSendGetPayload<object>;

/** What became of one customer's message. */
export interface CustomerFate {
  recipient: string;
  status: "SENT" | "FAILED" | "CANCELLED";
  code: string | null;
  at: Date;
}

const purpose = "group-sends";
const leaseMs = 90_000;
const takenMax = 10;

interface Options {
  db: WecomDatabase;
  progress: MessageBatchProgress;
  clock: () => Date;
}

/** Claims group sends and writes what became of them, always together with their messages. */
export class GroupSendStore {
  constructor(private readonly options: Options) {}

  /** Some that are due, for whoever asks first. A claim ends by itself. */
  take(): Promise<GroupSendRow[]> {
    const token = v7();
    return this.system.$transaction(async (tx) => {
      const ids = await tx.$queryRaw<{ id: string }[]>`
        UPDATE wegraph_group_sends g SET claim = ${token}::uuid, due_at = now() + ${leaseMs}::float8 * interval '1 millisecond'
        WHERE g.id IN (SELECT id FROM wegraph_group_sends WHERE due_at <= now() ORDER BY due_at LIMIT ${takenMax}::int FOR UPDATE SKIP LOCKED)
        RETURNING g.id`;
      return tx.groupSend.findMany({ where: { id: { in: ids.map(({ id }) => id) } } });
    });
  }

  /**
   * Says that WeCom is about to be asked to make it, before it is. Not while another one with the same words is in
   * doubt, for WeCom's list could not tell the two apart.
   */
  begin(row: GroupSendRow): Promise<boolean> {
    return this.system.$transaction(async (tx) => {
      const twins = `${row.corpId} ${Buffer.from(row.contentHash).toString("hex")}`;
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('wegraph_group_send ' || ${twins}, 0))`;
      const begun = await tx.$executeRaw`
        UPDATE wegraph_group_sends g SET status = 'HANDING_OVER', handed_over_at = ${this.options.clock()}::timestamptz, attempts = g.attempts + 1
        WHERE g.id = ${row.id}::uuid AND g.claim = ${row.claim}::uuid AND g.status = 'PENDING' AND g.cancel_asked_at IS NULL
          AND NOT EXISTS (SELECT FROM wegraph_group_sends t WHERE t.corp_id = g.corp_id AND t.content_hash = g.content_hash
            AND t.handed_over_at IS NOT NULL AND t.wecom_message_id IS NULL AND t.status = 'HANDING_OVER' AND t.id <> g.id)`;
      return begun === 1;
    });
  }

  /** Whom it is still to reach. */
  async recipients(row: GroupSendRow): Promise<string[]> {
    const rows = await this.system.$queryRaw<{ recipient: string }[]>`
      SELECT recipient FROM wework_message_records m
      WHERE group_send_id = ${row.id}::uuid AND ${withinMoments([row.createdAt])} AND status IN ('PENDING', 'QUEUED')
      ORDER BY id`;
    return rows.map(({ recipient }) => recipient);
  }

  /** The ids WeCom gave to group sends of the corporation that we know. */
  async known(corpId: string, wecomIds: readonly string[]): Promise<Set<string>> {
    const rows = await this.system.groupSend.findMany({
      where: { corpId, wecomMessageId: { in: [...wecomIds] } },
      select: { wecomMessageId: true },
    });
    return new Set(rows.flatMap(({ wecomMessageId }) => wecomMessageId ?? []));
  }

  /**
   * Writes a change, if the claim still stands, with the fates of its messages; `rest` is what becomes of all others that
   * are not over yet. Returns false when somebody else has it.
   */
  save(
    row: GroupSendRow,
    data: Prisma.GroupSendUpdateManyMutationInput & { status?: GroupSendStatus },
    {
      fates = [],
      rest,
    }: { fates?: readonly CustomerFate[]; rest?: Omit<CustomerFate, "recipient" | "at"> } = {},
  ): Promise<boolean> {
    const { status = row.status } = data;
    if (
      status !== row.status &&
      !mayBecome(oneOf(groupSendStatuses, row.status), oneOf(groupSendStatuses, status))
    )
      throw new RangeError(`A group send that is ${row.status} cannot become ${status}.`);
    return this.system.$transaction(
      async (tx) => {
        const { id, claim } = row;
        const { count } = await tx.groupSend.updateMany({
          where: { id, claim },
          data: { ...data, claim: null },
        });
        if (count === 0) return false;
        const changed = [
          ...(await this.settle(tx, row, fates)),
          ...(rest ? await this.settleRest(tx, row, rest) : []),
        ];
        if (data.status === "WAITING") await this.queue(tx, row);
        if (changed.length > 0) await recordChanges(tx, changed, this.options);
        if (data.status !== undefined && data.status !== row.status) await this.tell(tx, row, data.status);
        return true;
      },
      { ...patient, timeout: 60_000 },
    );
  }

  private settle(
    tx: Tx,
    { id, createdAt }: GroupSendRow,
    fates: readonly CustomerFate[],
  ): Promise<Changed[]> {
    if (fates.length === 0) return Promise.resolve([]);
    return tx.$queryRaw<Changed[]>`
      UPDATE wework_message_records m SET status = r.status, error_code = r.code, due_at = NULL, maybe_sent = r.status = 'SENT',
        sent_at = CASE WHEN r.status = 'SENT' THEN r.at END, failed_at = CASE WHEN r.status = 'FAILED' THEN r.at END
      FROM unnest(${fates.map(({ recipient }) => recipient)}::text[], ${fates.map(({ status }) => status)}::text[],
        ${fates.map(({ code }) => code)}::text[], ${fates.map(({ at }) => at.toISOString())}::timestamptz[]) AS r (recipient, status, code, at)
      WHERE m.group_send_id = ${id}::uuid AND ${withinMoments([createdAt])} AND m.recipient = r.recipient AND m.status IN ('PENDING', 'QUEUED')
      RETURNING ${changedColumns}`;
  }

  private settleRest(
    tx: Tx,
    { id, createdAt }: GroupSendRow,
    { status, code }: Omit<CustomerFate, "recipient" | "at">,
  ): Promise<Changed[]> {
    const now = this.options.clock();
    return tx.$queryRaw<Changed[]>`
      UPDATE wework_message_records m SET status = ${status}, error_code = ${code}, due_at = NULL,
        failed_at = CASE WHEN ${status} = 'FAILED' THEN ${now}::timestamptz END,
        cancelled_at = CASE WHEN ${status} = 'CANCELLED' THEN ${now}::timestamptz END,
        maybe_sent = ${code} IS NOT DISTINCT FROM 'SEND_UNVERIFIED'
      WHERE m.group_send_id = ${id}::uuid AND ${withinMoments([createdAt])} AND m.status IN ('PENDING', 'QUEUED')
      RETURNING ${changedColumns}`;
  }

  /** What was scheduled now waits for the employee. */
  private async queue(tx: Tx, { id, createdAt }: GroupSendRow): Promise<void> {
    const changed = await tx.$queryRaw<Changed[]>`
      UPDATE wework_message_records m SET status = 'QUEUED', queued_at = ${this.options.clock()}::timestamptz
      WHERE m.group_send_id = ${id}::uuid AND ${withinMoments([createdAt])} AND m.status = 'PENDING'
      RETURNING ${changedColumns}`;
    if (changed.length > 0) await recordChanges(tx, changed, this.options);
  }

  private async tell(tx: Tx, row: GroupSendRow, status: GroupSendStatus): Promise<void> {
    const { id: groupSendId, tenantId, accountId, batchId } = row;
    const origin = systemOrigin("group-sends", tenantId);
    await announce(tx, origin, groupSendChanged, { groupSendId, accountId, batchId, status });
  }

  private get system() {
    return this.options.db.system(purpose);
  }
}

/** Without a latency: how long a person took to confirm says nothing of the platform. */
const changedColumns = Prisma.sql`m.id, m.tenant_id AS "tenantId", m.account_id AS "accountId", m.batch_id AS "batchId", m.lane, m.type,
  m.status, m.error_code AS "errorCode", NULL::float8 AS "latencyMs"`;
