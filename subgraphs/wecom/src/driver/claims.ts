import type { DriveCommand } from "../account/account.facts.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import { Claim } from "./claim.ts";
import type { ClaimedRow } from "./claim.ts";
import type { Beat } from "./heartbeats.ts";

const purpose = "account-driver";

/**
 * What a worker leaves behind when it lets go of an account. Times are spans here: when an account is due is told by the
 * database's clock alone, so that a process whose own is wrong keeps nobody waiting.
 */
export interface Release {
  /** Until the next look; null while there is nothing to look for. */
  afterMs: number | null;
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
      SELECT t.account_id AS "accountId", t.tenant_id AS "tenantId", a.corp_id AS "corpId", a.connector, a.status,
        a.status_reason AS "statusReason", a.status_since AS "statusSince", a.auto_recover AS "autoRecover",
        a.next_recovery_at AS "nextRecoveryAt", a.version, a.deleted_at AS "deletedAt", t.wakes, t.command,
        t.step_attempts AS "stepAttempts", t.instance_id AS "instanceId", t.instance_name AS "instanceName",
        t.callback_url AS "callbackUrl", t.heartbeats_missed AS "heartbeatsMissed",
        t.heartbeat_ratio::float8 AS "heartbeatRatio"
      FROM taken t JOIN wework_accounts a ON a.id = t.account_id`;
    return rows.map((row) => new Claim(row, this.worker, this.leaseMs, (id) => this.prolong(id)));
  }

  /** Lets go of an account. Somebody who wanted attention meanwhile gets it at once, whatever was planned. */
  async release({ row }: Claim, release: Release): Promise<void> {
    const { afterMs, stepAttempts, command, instanceId, callbackUrl } = release;
    await this.db.system(purpose).$executeRaw`
      UPDATE wegraph_account_drives SET
        claimed_by = NULL, claimed_until = NULL,
        instance_id = CASE WHEN ${instanceId !== undefined} THEN ${instanceId ?? null} ELSE instance_id END,
        callback_url = coalesce(${callbackUrl ?? null}, callback_url),
        next_due_at = CASE WHEN wakes = ${row.wakes}::int THEN now() + ${afterMs}::float8 * interval '1 millisecond' ELSE next_due_at END,
        step_attempts = CASE WHEN wakes = ${row.wakes}::int THEN ${stepAttempts}::int ELSE step_attempts END,
        command = CASE WHEN wakes = ${row.wakes}::int AND ${command !== undefined} THEN ${command ?? null} ELSE command END
      WHERE account_id = ${row.accountId}::uuid AND claimed_by = ${this.worker}::uuid`;
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
        next_due_at = CASE WHEN d.wakes = b.wakes THEN now() + b."afterMs" * interval '1 millisecond' ELSE d.next_due_at END
      FROM jsonb_to_recordset(${JSON.stringify(beats)}::jsonb) AS b ("accountId" uuid, wakes int, at timestamptz,
        "latencyMs" int, missed int, ratio real, "callbackUrl" text, "afterMs" float8)
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
