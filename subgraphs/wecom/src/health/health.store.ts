import type { Tx } from "../wecom.database.ts";
import { healthWindowMs } from "./health.rules.ts";

interface Asked {
  id: string;
  status: string;
  createdAt: Date;
}

/**
 * Milliseconds spent ONLINE within the health window, by account. Walks back from the present state over the
 * transitions inside the window alone: each entry into ONLINE at `t` takes away what lies before `t`, each exit adds it.
 * So the state at the window's beginning need not be looked up.
 */
export async function onlineMsOf(
  tx: Tx,
  accounts: readonly Asked[],
  now: Date,
): Promise<Map<string, number>> {
  const windowStart = now.getTime() - healthWindowMs;
  const ids = accounts.map(({ id }) => id);
  const isOnline = accounts.map(({ status }) => status === "ONLINE");
  const starts = accounts.map(({ createdAt }) => new Date(Math.max(windowStart, createdAt.getTime())));
  const rows = await tx.$queryRaw<{ id: string; ms: number }[]>`
    SELECT asked.id,
      (CASE WHEN asked.is_online THEN extract(epoch FROM ${now}::timestamptz - asked.start) ELSE 0 END
        + coalesce(sum(extract(epoch FROM h.at - asked.start)
            * CASE WHEN h.from_status = 'ONLINE' THEN 1 ELSE -1 END), 0))::float8 * 1000 AS ms
    FROM unnest(${ids}::uuid[], ${isOnline}::bool[], ${starts}::timestamptz[]) AS asked (id, is_online, start)
    LEFT JOIN wework_account_status_history h ON h.account_id = asked.id AND h.at >= asked.start
      AND (h.from_status = 'ONLINE') IS DISTINCT FROM (h.to_status = 'ONLINE')
    GROUP BY asked.id, asked.is_online, asked.start`;
  return new Map(rows.map(({ id, ms }) => [id, Math.max(0, ms)]));
}
