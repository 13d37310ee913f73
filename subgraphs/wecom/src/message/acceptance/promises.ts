import type { Tx } from "../../wecom.database.ts";
import { dayName, planDaysMax } from "./plan.rules.ts";
import type { Plan } from "./plan.rules.ts";

interface Usage {
  accountId: string;
  day: string;
  promised: number;
}

/** What the accounts have promised for the days of a plan, as it is now: for a look, not for an order. */
export async function readPromises(
  db: Pick<Tx, "$queryRaw">,
  accountIds: readonly string[],
  startAt: Date,
): Promise<(accountId: string, day: number) => number> {
  const ids = [...new Set(accountIds)];
  const days = Array.from({ length: planDaysMax }, (_, nth) => dayName(startAt, nth));
  const rows = await db.$queryRaw<Usage[]>`
    SELECT account_id AS "accountId", day::text AS day, promised FROM wegraph_message_usage
    WHERE account_id = ANY (${ids}::uuid[]) AND day = ANY (${days}::date[])`;
  const promised = new Map(rows.map((row) => [`${row.accountId} ${row.day}`, row.promised]));
  return (accountId, nth) => promised.get(`${accountId} ${days[nth]}`) ?? 0;
}

/**
 * What the accounts have promised for the days of a plan. The rows stay locked to the end of the transaction, so that
 * two orders never promise the same place.
 */
export async function lockPromises(
  tx: Tx,
  tenantId: string,
  accountIds: readonly string[],
  startAt: Date,
): Promise<(accountId: string, day: number) => number> {
  const ids = [...new Set(accountIds)].toSorted();
  const days = Array.from({ length: planDaysMax }, (_, nth) => dayName(startAt, nth));
  await tx.$executeRaw`
    INSERT INTO wegraph_message_usage (account_id, day, tenant_id, promised)
    SELECT a.id, d.day, ${tenantId}::uuid, 0 FROM unnest(${ids}::uuid[]) AS a (id), unnest(${days}::date[]) AS d (day)
    ON CONFLICT DO NOTHING`;
  const rows = await tx.$queryRaw<Usage[]>`
    SELECT account_id AS "accountId", day::text AS day, promised FROM wegraph_message_usage
    WHERE account_id = ANY (${ids}::uuid[]) AND day = ANY (${days}::date[]) ORDER BY account_id, day FOR UPDATE`;
  const promised = new Map(rows.map((row) => [`${row.accountId} ${row.day}`, row.promised]));
  return (accountId, nth) => promised.get(`${accountId} ${days[nth]}`) ?? 0;
}

export async function keepPromises(tx: Tx, startAt: Date, promises: Plan["promises"]): Promise<void> {
  if (promises.length === 0) return;
  await tx.$executeRaw`
    UPDATE wegraph_message_usage u SET promised = u.promised + p.count
    FROM unnest(${promises.map(({ accountId }) => accountId)}::uuid[], ${promises.map(({ day }) => dayName(startAt, day))}::date[],
      ${promises.map(({ count }) => count)}::int[]) AS p (account_id, day, count)
    WHERE u.account_id = p.account_id AND u.day = p.day`;
}
