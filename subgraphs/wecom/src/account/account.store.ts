import { notFound } from "@wegraph/kit/errors";
import { healthWindowMs } from "../health/health.rules.ts";
import type { Health } from "../health/health.rules.ts";
import type { Tx } from "../wecom.database.ts";
import type { AccountFacts, DriveFacts, LoginFacts, Snapshot } from "./account.facts.ts";
import type { LoginVault } from "./account.vault.ts";

// SQL by hand, because this is the hottest transaction of the domain: read as one statement and written as one or two,
// a transition costs half of what it costs as ten generated queries.

/** A row as a transition needs it. */
export interface AccountRecord extends AccountFacts, DriveFacts {
  id: string;
  tenantId: string;
  corpId: string;
  name: string;
  version: number;
  wakes: number;
  groupName: string | null;
  ownerUserId: string | null;
  boundUserIds: string[];
  tags: string[];
  department: string | null;
  createdAt: Date;
  heartbeatRatio: number | null;
  callbackDelayMs: number | null;
  /** Spent ONLINE within the window that health looks at. */
  onlineMs: number;
  hasLogin: boolean;
  qrSealed: string | null;
  codeSealed: string | null;
  expiresAt: Date | null;
  verificationRequired: boolean | null;
  attemptsLeft: number | null;
  scannedBy: string | null;
}

export interface Loaded {
  row: AccountRecord;
  snapshot: Snapshot;
}

/** @throws AppError NOT_FOUND for an account that never was, is deleted, or is another tenant's. */
export async function loadAccount(tx: Tx, vault: LoginVault, id: string, now: Date): Promise<Loaded> {
  const windowStart = new Date(now.getTime() - healthWindowMs);
  // The time online, walked back from the present state over the transitions of the window: see onlineMsOf.
  const [row] = await tx.$queryRaw<AccountRecord[]>`
    SELECT a.id, a.tenant_id AS "tenantId", a.corp_id AS "corpId", a.name, a.connector, a.version, a.status, a.status_reason AS "statusReason",
      a.status_since AS "statusSince", a.auto_recover AS "autoRecover", a.recovery_attempts AS "recoveryAttempts",
      a.recovery_since AS "recoverySince", a.next_recovery_at AS "nextRecoveryAt", a.last_online_at AS "lastOnlineAt",
      a.last_error_at AS "lastErrorAt", a.wecom_user_id AS "wecomUserId", a.wecom_name AS "wecomName",
      a.avatar_url AS "avatarUrl", a.device, a.deleted_at AS "deletedAt", a.group_name AS "groupName", a.tags,
      a.owner_user_id AS "ownerUserId", a.bound_user_ids AS "boundUserIds", a.department, a.created_at AS "createdAt",
      d.wakes, d.next_due_at AS "nextDueAt", d.command, d.step_attempts AS "stepAttempts",
      d.heartbeats_missed AS "heartbeatsMissed", d.provider_seq AS "providerSeq",
      d.heartbeat_ratio::float8 AS "heartbeatRatio", d.callback_delay_ms::float8 AS "callbackDelayMs",
      l.account_id IS NOT NULL AS "hasLogin", l.qr_sealed AS "qrSealed", l.code_sealed AS "codeSealed",
      l.expires_at AS "expiresAt", l.verification_required AS "verificationRequired", l.attempts_left AS "attemptsLeft",
      l.scanned_by AS "scannedBy", greatest(0, 1000 * (
        CASE WHEN a.status = 'ONLINE' THEN extract(epoch FROM ${now}::timestamptz - w.start) ELSE 0 END + w.seconds))::float8 AS "onlineMs"
    FROM wework_accounts a
    JOIN wegraph_account_drives d ON d.account_id = a.id
    LEFT JOIN wegraph_account_logins l ON l.account_id = a.id
    CROSS JOIN LATERAL (
      SELECT s.start, coalesce(sum(extract(epoch FROM h.at - s.start) * CASE WHEN h.from_status = 'ONLINE' THEN 1 ELSE -1 END), 0) AS seconds
      FROM (SELECT greatest(a.created_at, ${windowStart}::timestamptz) AS start) s
      LEFT JOIN wework_account_status_history h ON h.account_id = a.id AND h.at >= s.start
        AND (h.from_status = 'ONLINE') IS DISTINCT FROM (h.to_status = 'ONLINE')
      GROUP BY s.start) w
    WHERE a.id = ${id}::uuid AND a.deleted_at IS NULL`;
  if (!row) throw notFound("account", id);
  return { row, snapshot: { id, account: row, drive: row, login: loginOf(row, vault) } };
}

function loginOf(row: AccountRecord, vault: LoginVault): LoginFacts | null {
  if (!row.hasLogin) return null;
  const { id, qrSealed, codeSealed, expiresAt, attemptsLeft, scannedBy } = row;
  return {
    expiresAt,
    attemptsLeft,
    scannedBy,
    verificationRequired: row.verificationRequired ?? false,
    qr: qrSealed === null ? null : vault.openQr(id, qrSealed),
    code: codeSealed === null ? null : vault.openCode(id, codeSealed),
  };
}

/** One line of the history. */
export interface ChangeRecord {
  id: string;
  fromStatus: string;
  toStatus: string;
  event: string;
  reason: string | null;
  version: number;
}

export interface Save {
  loaded: Loaded;
  after: Snapshot;
  version: number;
  now: Date;
  health: Health;
  healthDueAt: Date | null;
  changes: readonly ChangeRecord[];
  actor: { kind: string; id: string };
  /** Only while this worker holds the account; the claim ends with the write. */
  claimedBy?: string | undefined;
  learnt?: Learnt | undefined;
}

/** What was learnt of the instance besides its state. */
export interface Learnt {
  instanceId?: string | null;
  callbackUrl?: string;
  callbackDelayMs?: number;
}

/**
 * Writes what was decided, its history included, if nobody wrote in between: false means nothing of it may be
 * committed. A driver that is woken wakes with the commit.
 */
export async function saveAccount(tx: Tx, vault: LoginVault, save: Save): Promise<boolean> {
  const {
    loaded,
    after,
    version,
    now,
    health,
    healthDueAt,
    changes,
    actor,
    claimedBy = null,
    learnt = {},
  } = save;
  const { row, snapshot } = loaded;
  const { account, drive } = after;
  const { nextDueAt, command, stepAttempts } = drive;
  const afterMs = nextDueAt && nextDueAt.getTime() - now.getTime();
  const isDue = afterMs !== null && afterMs <= 0;
  // Only what changed: heartbeats are written to the same row meanwhile, without touching `wakes`.
  const missed = drive.heartbeatsMissed === snapshot.drive.heartbeatsMissed ? null : drive.heartbeatsMissed;
  const seq = drive.providerSeq === snapshot.drive.providerSeq ? null : drive.providerSeq;
  const [saved] = await tx.$queryRaw<{ count: number }[]>`
    WITH saved AS (
      UPDATE wework_accounts SET
        status = ${account.status}, status_reason = ${account.statusReason}, status_since = ${account.statusSince},
        recovery_attempts = ${account.recoveryAttempts}::int, recovery_since = ${account.recoverySince}::timestamptz,
        next_recovery_at = ${account.nextRecoveryAt}::timestamptz, last_online_at = ${account.lastOnlineAt}::timestamptz,
        last_error_at = ${account.lastErrorAt}::timestamptz, wecom_user_id = ${account.wecomUserId},
        wecom_name = ${account.wecomName}, avatar_url = ${account.avatarUrl}, device = ${account.device},
        deleted_at = ${account.deletedAt}::timestamptz, search_text = ${searchText(row.name, account.wecomName)},
        health_score = ${health.score}::int, health_parts = ${JSON.stringify(health.parts)}::jsonb, health_computed_at = ${now},
        version = ${version}::int, updated_at = ${now}
      WHERE id = ${row.id}::uuid AND version = ${row.version}::int RETURNING id, tenant_id),
    driven AS (
      UPDATE wegraph_account_drives d SET
        next_due_at = now() + ${afterMs}::float8 * interval '1 millisecond', command = ${command}, step_attempts = ${stepAttempts}::int,
        heartbeats_missed = coalesce(${missed}::int, d.heartbeats_missed), provider_seq = coalesce(${seq}::bigint, d.provider_seq),
        instance_id = CASE WHEN ${learnt.instanceId !== undefined} THEN ${learnt.instanceId ?? null} ELSE d.instance_id END,
        callback_url = coalesce(${learnt.callbackUrl ?? null}, d.callback_url),
        callback_delay_ms = coalesce(${learnt.callbackDelayMs ?? null}::real, d.callback_delay_ms),
        claimed_by = CASE WHEN ${claimedBy}::uuid IS NULL THEN d.claimed_by END,
        claimed_until = CASE WHEN ${claimedBy}::uuid IS NULL THEN d.claimed_until END,
        health_due_at = ${healthDueAt}::timestamptz, wakes = d.wakes + 1
      FROM saved WHERE d.account_id = saved.id AND d.wakes = ${row.wakes}::int
        AND (${claimedBy}::uuid IS NULL OR d.claimed_by = ${claimedBy}::uuid)
      RETURNING saved.id, saved.tenant_id),
    recorded AS (
      INSERT INTO wework_account_status_history
        (id, tenant_id, account_id, at, from_status, to_status, event, reason, version, actor_kind, actor_id)
      SELECT c.id, driven.tenant_id, driven.id, ${now}, c."fromStatus", c."toStatus", c.event, c.reason, c.version, ${actor.kind}, ${actor.id}
      FROM driven, jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) AS c (id uuid, "fromStatus" text, "toStatus" text,
        event text, reason text, version int))
    SELECT count(*)::int AS count, CASE WHEN ${isDue} THEN pg_notify('wecom_account_due', '')::text END AS woken FROM driven`;
  if (saved?.count !== 1) return false;
  await saveLogin(tx, vault, loaded, after.login);
  return true;
}

/** Wants the driver's attention after so long, whatever it is doing or has planned; null wants none. */
export async function setDue(tx: Tx, accountId: string, afterMs: number | null): Promise<void> {
  await tx.$executeRaw`
    WITH due AS (
      UPDATE wegraph_account_drives
      SET next_due_at = now() + ${afterMs}::float8 * interval '1 millisecond', wakes = wakes + 1
      WHERE account_id = ${accountId}::uuid RETURNING next_due_at)
    SELECT pg_notify('wecom_account_due', '') FROM due WHERE next_due_at <= now()`;
}

async function saveLogin(
  tx: Tx,
  vault: LoginVault,
  { row, snapshot }: Loaded,
  login: LoginFacts | null,
): Promise<void> {
  if (login === snapshot.login) return;
  const { id, tenantId } = row;
  if (login === null) {
    await tx.$executeRaw`DELETE FROM wegraph_account_logins WHERE account_id = ${id}::uuid`;
    return;
  }
  const { qr, code, expiresAt, verificationRequired, attemptsLeft, scannedBy } = login;
  const qrSealed = qr && (qr === snapshot.login?.qr ? row.qrSealed : vault.sealQr(id, qr));
  const codeSealed = code === null ? null : vault.sealCode(id, code);
  await tx.$executeRaw`
    INSERT INTO wegraph_account_logins
      (account_id, tenant_id, qr_sealed, code_sealed, expires_at, verification_required, attempts_left, scanned_by)
    VALUES (${id}::uuid, ${tenantId}::uuid, ${qrSealed}, ${codeSealed}, ${expiresAt}::timestamptz, ${verificationRequired},
      ${attemptsLeft}::int, ${scannedBy})
    ON CONFLICT (account_id) DO UPDATE SET qr_sealed = excluded.qr_sealed, code_sealed = excluded.code_sealed,
      expires_at = excluded.expires_at, verification_required = excluded.verification_required,
      attempts_left = excluded.attempts_left, scanned_by = excluded.scanned_by`;
}

/** What search compares: both names, in lower case. A LIKE pattern made from a search must be made alike. */
export function searchText(...names: (string | null)[]): string {
  return names
    .filter((name) => name !== null)
    .join(" ")
    .normalize("NFKC")
    .toLowerCase();
}
