import type { Tx } from "../wecom.database.ts";
import { groupedBy } from "../message/sending/settled.ts";
import type { CallbackKind, CallbackStatus } from "./callback.kinds.ts";

/** One callback that came, came again, or came to an end. */
export interface Counted {
  tenantId: string;
  accountId: string;
  kind: CallbackKind;
  what: "received" | "duplicates" | Lowercase<Exclude<CallbackStatus, "RECEIVED">>;
  /** From WeCom's time to receipt; of those received. */
  delayMs?: number;
}

export function hourOf(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 3_600_000) * 3_600_000);
}

/** Adds to the sums of the hour, in the transaction in which it happens. */
export async function countCallbacks(tx: Tx, counted: readonly Counted[], now: Date): Promise<void> {
  if (counted.length === 0) return;
  const sums = groupedBy(counted, ({ tenantId, accountId, kind }) => `${tenantId} ${accountId} ${kind}`).map(
    ([, rows]) => {
      const count = (what: Counted["what"]) => rows.filter((row) => row.what === what).length;
      const delays = rows.flatMap(({ delayMs }) => (delayMs === undefined ? [] : [Math.max(0, delayMs)]));
      return {
        tenantId: rows[0]?.tenantId,
        accountId: rows[0]?.accountId,
        kind: rows[0]?.kind,
        received: count("received"),
        duplicates: count("duplicates"),
        handled: count("handled"),
        ignored: count("ignored"),
        late: count("late"),
        failed: count("failed"),
        delaySum: delays.reduce((sum, delay) => sum + delay, 0),
        delayMax: Math.min(2 ** 31 - 1, Math.max(0, ...delays)),
      };
    },
  );
  await tx.$executeRaw`
    INSERT INTO wegraph_callback_stats AS s (tenant_id, account_id, kind, hour, received, duplicates, handled, ignored, late,
      failed, delay_sum_ms, delay_max_ms)
    SELECT n."tenantId", n."accountId", n.kind, ${hourOf(now)}::timestamptz, n.received, n.duplicates, n.handled, n.ignored, n.late,
      n.failed, n."delaySum", n."delayMax"
    FROM jsonb_to_recordset(${JSON.stringify(sums)}::jsonb) AS n ("tenantId" uuid, "accountId" uuid, kind text, received int,
      duplicates int, handled int, ignored int, late int, failed int, "delaySum" bigint, "delayMax" int)
    ON CONFLICT (tenant_id, hour, account_id, kind) DO UPDATE SET received = s.received + excluded.received,
      duplicates = s.duplicates + excluded.duplicates, handled = s.handled + excluded.handled, ignored = s.ignored + excluded.ignored,
      late = s.late + excluded.late, failed = s.failed + excluded.failed, delay_sum_ms = s.delay_sum_ms + excluded.delay_sum_ms,
      delay_max_ms = greatest(s.delay_max_ms, excluded.delay_max_ms)`;
}
