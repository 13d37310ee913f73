import { createHash } from "node:crypto";
import type { Tx } from "../../wecom.database.ts";
import type { CallbackKind } from "../callback.kinds.ts";

/** A genuine callback on its way into the log. */
export interface NewCallback {
  id: string;
  receivedAt: Date;
  tenantId: string;
  corpId: string;
  accountId: string;
  agentId: number | null;
  kind: CallbackKind;
  name: string;
  sentAt: Date;
  /** The same for every delivery of one callback. */
  key: string;
  /** Somebody handles it; otherwise it is over as soon as it is kept. */
  isWanted: boolean;
  /** Why nobody does. */
  reason: string | null;
  bodySealed: string;
}

/** A callback's key in the table of keys: 128 bits of SHA-256, in the form of a UUID. */
export function storedKey(accountId: string, dedupKey: string): string {
  const hex = createHash("sha256").update(`${accountId} ${dedupKey}`).digest("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}

/**
 * Keeps those that are new, with one statement, and returns their ids. A key that another process is just taking is
 * waited for; keys are taken in one order, so that two processes never wait for each other.
 */
export async function insertCallbacks(
  tx: Tx,
  given: readonly NewCallback[],
  requeueMs: number,
): Promise<Set<string>> {
  const sorted = given.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const column = <T>(read: (callback: NewCallback) => T) => sorted.map(read);
  const rows = await tx.$queryRaw<{ id: string }[]>`
    WITH given AS (
      SELECT * FROM unnest(${column(({ key }) => key)}::uuid[], ${column(({ id }) => id)}::uuid[],
        ${column(({ receivedAt }) => receivedAt.toISOString())}::timestamptz[], ${column(({ tenantId }) => tenantId)}::uuid[],
        ${column(({ corpId }) => corpId)}::uuid[], ${column(({ accountId }) => accountId)}::uuid[],
        ${column(({ agentId }) => agentId)}::int[], ${column(({ kind }) => kind)}::text[], ${column(({ name }) => name)}::text[],
        ${column(({ sentAt }) => sentAt.toISOString())}::timestamptz[], ${column(({ isWanted }) => isWanted)}::boolean[],
        ${column(({ reason }) => reason)}::text[], ${column(({ bodySealed }) => bodySealed)}::text[])
        AS n (key, id, received_at, tenant_id, corp_id, account_id, agent_id, kind, name, sent_at, is_wanted, reason, body_sealed)),
    fresh AS (
      INSERT INTO wegraph_callback_keys (key, log_id, received_at) SELECT key, id, received_at FROM given
      ON CONFLICT DO NOTHING RETURNING key)
    INSERT INTO wework_callback_logs (id, received_at, tenant_id, corp_id, account_id, agent_id, kind, name, sent_at, status, reason,
      due_at, handled_at, body_sealed)
    SELECT n.id, n.received_at, n.tenant_id, n.corp_id, n.account_id, n.agent_id, n.kind, n.name, n.sent_at,
      CASE WHEN n.is_wanted THEN 'RECEIVED' ELSE 'IGNORED' END, n.reason,
      CASE WHEN n.is_wanted THEN now() + ${requeueMs}::float8 * interval '1 millisecond' END,
      CASE WHEN n.is_wanted THEN NULL ELSE n.received_at END, n.body_sealed
    FROM given n JOIN fresh USING (key) ORDER BY n.id
    RETURNING id`;
  return new Set(rows.map(({ id }) => id));
}

/** Notes at those that were known already that they came again. */
export async function noteDuplicates(tx: Tx, keys: readonly string[]): Promise<void> {
  if (keys.length === 0) return;
  await tx.$executeRaw`
    UPDATE wework_callback_logs l SET duplicates = l.duplicates + n.count
    FROM (SELECT key, count(*)::int AS count FROM unnest(${[...keys]}::uuid[]) AS each (key) GROUP BY key) n
    JOIN wegraph_callback_keys k USING (key)
    WHERE l.id = k.log_id AND l.received_at = k.received_at`;
}

export interface LastCallback {
  accountId: string;
  at: Date;
  delayMs: number;
}

/** How much one callback moves the mean of their lateness; WeCom's times are whole seconds, rounded down. */
const memory = 0.2;
const roundingMs = 1_000;

/** When accounts were last called in for, and how late; at most every few seconds, because the rows are read everywhere. */
export async function noteLastCallbacks(tx: Tx, last: readonly LastCallback[]): Promise<void> {
  if (last.length === 0) return;
  const ids = last.map(({ accountId }) => accountId);
  await tx.$executeRaw`
    UPDATE wegraph_account_apps a SET last_callback_at = greatest(a.last_callback_at, n.at)
    FROM unnest(${ids}::uuid[], ${last.map(({ at }) => at.toISOString())}::timestamptz[]) AS n (account_id, at)
    WHERE a.account_id = n.account_id`;
  await tx.$executeRaw`
    UPDATE wegraph_account_drives d
    SET callback_delay_ms = coalesce(d.callback_delay_ms + ${memory}::float8 * (n.delay - d.callback_delay_ms), n.delay)
    FROM unnest(${ids}::uuid[], ${last.map(({ delayMs }) => Math.max(0, delayMs - roundingMs))}::float8[]) AS n (account_id, delay)
    WHERE d.account_id = n.account_id`;
}
