import type { Prisma } from "@wegraph/db-wecom/client";
import type { DriveCommand } from "../account/account.facts.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { Claim } from "./claim.ts";
import type { ClaimedRow } from "./claim.ts";
import type { Beat } from "./heartbeats.ts";

const purpose = "account-driver";

/** What a worker leaves behind when it lets go of an account. */
export interface Release {
  nextDueAt: Date | null;
  stepAttempts: number;
  /** Left as it is unless given. */
  command?: DriveCommand | null;
  instanceId?: string | null;
  callbackUrl?: string;
}

/**
 * Who drives which account: rows in the database, taken for a lease, so that a worker that dies frees them by doing
 * nothing. Work over all tenants, hence in the system scope.
 */
export class Claims {
  constructor(
    private readonly db: WecomDatabase,
    private readonly worker: string,
    private readonly leaseMs: number,
  ) {}

  /** Takes up to `limit` accounts that are due and nobody has. Concurrent workers skip each other's rows. */
  async take(limit: number): Promise<Claim[]> {
    const rows = await this.db.system(purpose).$queryRaw<ClaimedRow[]>`
      WITH due AS (
        SELECT account_id FROM wegraph_account_drives
        WHERE next_due_at <= now() AND (claimed_until IS NULL OR claimed_until < now())
        ORDER BY next_due_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED),
      taken AS (
        UPDATE wegraph_account_drives d
        SET claimed_by = ${this.worker}::uuid, claimed_until = now() + make_interval(secs => ${this.leaseMs / 1_000}::float8)
        FROM due WHERE d.account_id = due.account_id RETURNING d.*)
      SELECT t.account_id AS "accountId", t.tenant_id AS "tenantId", a.corp_id AS "corpId", a.status,
        a.status_since AS "statusSince", a.version, a.deleted_at AS "deletedAt", t.wakes, t.command,
        t.step_attempts AS "stepAttempts", t.instance_id AS "instanceId", t.instance_name AS "instanceName",
        t.callback_url AS "callbackUrl", t.heartbeats_missed AS "heartbeatsMissed",
        t.heartbeat_ratio::float8 AS "heartbeatRatio"
      FROM taken t JOIN wework_accounts a ON a.id = t.account_id`;
    return rows.map((row) => new Claim(row, this.worker, this.leaseMs, (id) => this.prolong(id)));
  }

  /** Lets go of an account. Somebody who wanted attention meanwhile gets it at once, whatever was planned. */
  async release({ row }: Claim, { nextDueAt, stepAttempts, ...rest }: Release): Promise<void> {
    const mine = { accountId: row.accountId, claimedBy: this.worker };
    const free = {
      claimedBy: null,
      claimedUntil: null,
      stepAttempts,
      ...rest,
    } satisfies Prisma.AccountDriveUpdateManyMutationInput;
    const { accountDrive } = this.db.system(purpose);
    const planned = await accountDrive.updateMany({
      where: { ...mine, wakes: row.wakes },
      data: { ...free, nextDueAt },
    });
    if (planned.count > 0) return;
    // Woken: what the step learnt of the instance still holds, what it planned does not.
    const { instanceId, callbackUrl } = rest;
    const learnt = {
      ...(instanceId !== undefined && { instanceId }),
      ...(callbackUrl !== undefined && { callbackUrl }),
    };
    await accountDrive.updateMany({ where: mine, data: { claimedBy: null, claimedUntil: null, ...learnt } });
  }

  /** Writes the result of many unremarkable heartbeats, and lets go of the accounts, in one statement. */
  async releaseBeats(beats: readonly Beat[]): Promise<void> {
    await this.db.system(purpose).$executeRaw`
      UPDATE wegraph_account_drives d SET
        last_heartbeat_at = coalesce(b.at, d.last_heartbeat_at),
        heartbeat_latency_ms = coalesce(b."latencyMs", d.heartbeat_latency_ms),
        heartbeats_missed = b.missed, heartbeat_ratio = b.ratio,
        callback_url = coalesce(b."callbackUrl", d.callback_url),
        claimed_by = NULL, claimed_until = NULL,
        next_due_at = CASE WHEN d.wakes = b.wakes THEN b."nextDueAt" ELSE d.next_due_at END
      FROM jsonb_to_recordset(${JSON.stringify(beats)}::jsonb) AS b ("accountId" uuid, wakes int, at timestamptz,
        "latencyMs" int, missed int, ratio real, "callbackUrl" text, "nextDueAt" timestamptz)
      WHERE d.account_id = b."accountId" AND d.claimed_by = ${this.worker}::uuid`;
  }

  /** Lets go of everything this worker has, at an orderly stop: nobody needs to wait for the leases. */
  async releaseAll(): Promise<void> {
    const { accountDrive } = this.db.system(purpose);
    await accountDrive.updateMany({
      where: { claimedBy: this.worker },
      data: { claimedBy: null, claimedUntil: null },
    });
  }

  private async prolong(accountId: string): Promise<boolean> {
    const prolonged = await this.db.system(purpose).$executeRaw`
      UPDATE wegraph_account_drives SET claimed_until = now() + make_interval(secs => ${this.leaseMs / 1_000}::float8)
      WHERE account_id = ${accountId}::uuid AND claimed_by = ${this.worker}::uuid`;
    return prolonged > 0;
  }
}
