import type { Tx } from "../../wecom.database.ts";

const chinaOffsetMs = 8 * 60 * 60_000;
/** A group send that had to wait for the next month comes in the morning, when there is somebody to confirm it. */
const morningHours = 9;
/** This month and the next: what fits in neither is refused. */
const monthsPlanned = 2;

export interface CustomerItem {
  index: number;
  corpId: string;
  recipient: string;
}

export interface CustomerPlan {
  /** By index, those that have to wait for another month. */
  dueAts: Map<number, Date>;
  overflow: number[];
  promises: { corpId: string; recipient: string; month: string; count: number }[];
}

/** The first day of the n-th month from `at`, by China's calendar, as the database writes a date. */
export function monthName(at: Date, nth: number): string {
  const china = new Date(at.getTime() + chinaOffsetMs);
  return new Date(Date.UTC(china.getUTCFullYear(), china.getUTCMonth() + nth, 1)).toISOString().slice(0, 10);
}

function morningOf(month: string): Date {
  return new Date(Date.parse(`${month}T00:00:00Z`) - chinaOffsetMs + morningHours * 60 * 60_000);
}

/**
 * In which month each customer can be sent to: one gets at most so many group sends in a month, of whatever application of
 * the corporation (WeCom path/92135).
 */
export function planCustomers(
  items: readonly CustomerItem[],
  given: { startAt: Date; perMonth: number; promised: (item: CustomerItem, month: string) => number },
): CustomerPlan {
  const { startAt, perMonth, promised } = given;
  const months = Array.from({ length: monthsPlanned }, (_, nth) => monthName(startAt, nth));
  const counts = new Map<string, { corpId: string; recipient: string; month: string; count: number }>();
  const dueAts = new Map<number, Date>();
  const overflow: number[] = [];
  for (const item of items) {
    const { corpId, recipient, index } = item;
    const month = months.find((each) => {
      const taken = counts.get(`${corpId} ${recipient} ${each}`)?.count ?? 0;
      return promised(item, each) + taken < perMonth;
    });
    if (month === undefined) {
      overflow.push(index);
      continue;
    }
    const key = `${corpId} ${recipient} ${month}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { corpId, recipient, month, count });
    if (month !== months[0]) dueAts.set(index, morningOf(month));
  }
  return { dueAts, overflow, promises: [...counts.values()] };
}

type Reading = Pick<Tx, "$queryRaw">;

/** What is promised to these customers, as it is now: for a look. */
export async function readCustomerPromises(db: Reading, items: readonly CustomerItem[], startAt: Date) {
  const { corpIds, recipients, months } = columnsOf(items, startAt);
  const rows = await db.$queryRaw<Row[]>`
    SELECT corp_id AS "corpId", recipient, month::text AS month, promised FROM wegraph_customer_group_sends
    WHERE (corp_id, recipient) IN (SELECT * FROM unnest(${corpIds}::uuid[], ${recipients}::text[])) AND month = ANY (${months}::date[])`;
  return lookUp(rows);
}

/** The same for an order: the rows stay locked to the end of the transaction, so that no place is promised twice. */
export async function lockCustomerPromises(
  tx: Tx,
  tenantId: string,
  items: readonly CustomerItem[],
  startAt: Date,
) {
  const { corpIds, recipients, months } = columnsOf(items, startAt);
  await tx.$executeRaw`
    INSERT INTO wegraph_customer_group_sends (corp_id, recipient, month, tenant_id, promised)
    SELECT c.corp_id, c.recipient, m.month, ${tenantId}::uuid, 0
    FROM unnest(${corpIds}::uuid[], ${recipients}::text[]) AS c (corp_id, recipient), unnest(${months}::date[]) AS m (month)
    ORDER BY 1, 2, 3 ON CONFLICT DO NOTHING`;
  const rows = await tx.$queryRaw<Row[]>`
    SELECT corp_id AS "corpId", recipient, month::text AS month, promised FROM wegraph_customer_group_sends
    WHERE (corp_id, recipient) IN (SELECT * FROM unnest(${corpIds}::uuid[], ${recipients}::text[])) AND month = ANY (${months}::date[])
    ORDER BY corp_id, recipient, month FOR UPDATE`;
  return lookUp(rows);
}

export async function keepCustomerPromises(tx: Tx, promises: CustomerPlan["promises"]): Promise<void> {
  await tx.$executeRaw`
    UPDATE wegraph_customer_group_sends u SET promised = u.promised + p.count
    FROM unnest(${promises.map(({ corpId }) => corpId)}::uuid[], ${promises.map(({ recipient }) => recipient)}::text[],
      ${promises.map(({ month }) => month)}::date[], ${promises.map(({ count }) => count)}::int[]) AS p (corp_id, recipient, month, count)
    WHERE u.corp_id = p.corp_id AND u.recipient = p.recipient AND u.month = p.month`;
}

interface Row {
  corpId: string;
  recipient: string;
  month: string;
  promised: number;
}

function columnsOf(items: readonly CustomerItem[], startAt: Date) {
  const distinct = new Map(items.map((item) => [`${item.corpId} ${item.recipient}`, item]));
  return {
    corpIds: [...distinct.values()].map(({ corpId }) => corpId),
    recipients: [...distinct.values()].map(({ recipient }) => recipient),
    months: Array.from({ length: monthsPlanned }, (_, nth) => monthName(startAt, nth)),
  };
}

function lookUp(rows: readonly Row[]): (item: CustomerItem, month: string) => number {
  const promised = new Map(rows.map((row) => [`${row.corpId} ${row.recipient} ${row.month}`, row.promised]));
  return ({ corpId, recipient }, month) => promised.get(`${corpId} ${recipient} ${month}`) ?? 0;
}
