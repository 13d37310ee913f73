import type { Tx } from "../../wecom.database.ts";
import {
  keepCustomerPromises,
  lockCustomerPromises,
  planCustomers,
  readCustomerPromises,
} from "../groupSend/customerMonth.ts";
import type { CustomerItem, CustomerPlan } from "../groupSend/customerMonth.ts";
import { limitIn } from "../limits/limits.ts";
import type { LimitsInForce } from "../limits/limits.ts";
import type { Route } from "../routing/message.router.ts";
import type { Draft } from "./drafts.ts";
import type { PlannedOrder } from "./orderPlan.ts";

interface CustomerOrder {
  drafts: readonly Draft[];
  routes: readonly Route[];
}

/** The plan with the months of the customers in it, and these promised: for an order. */
export async function promiseCustomers(
  tx: Tx,
  tenantId: string,
  order: CustomerOrder,
  plan: PlannedOrder,
  limits: LimitsInForce,
): Promise<PlannedOrder> {
  const items = await itemsOf(tx, order);
  if (items.length === 0) return plan;
  const promised = await lockCustomerPromises(tx, tenantId, items, plan.startAt);
  const customers = planOf(items, plan, limits, promised);
  await keepCustomerPromises(tx, customers.promises);
  return merged(plan, customers);
}

/** The same without promising anything: for a look. */
export async function foreseeCustomers(
  db: Pick<Tx, "$queryRaw">,
  order: CustomerOrder,
  plan: PlannedOrder,
  limits: LimitsInForce,
): Promise<PlannedOrder> {
  const items = await itemsOf(db, order);
  if (items.length === 0) return plan;
  return merged(plan, planOf(items, plan, limits, await readCustomerPromises(db, items, plan.startAt)));
}

function planOf(
  items: readonly CustomerItem[],
  { startAt }: PlannedOrder,
  limits: LimitsInForce,
  promised: (item: CustomerItem, month: string) => number,
): CustomerPlan {
  const perMonth = limitIn(limits, "customer_group_send_month").amount;
  return planCustomers(items, { startAt, perMonth, promised });
}

/** A customer's month is the corporation's, not the account's. */
async function itemsOf(
  db: Pick<Tx, "$queryRaw">,
  { drafts, routes }: CustomerOrder,
): Promise<CustomerItem[]> {
  const customers = drafts.flatMap(({ recipient }, index) => {
    const accountId = routes[index]?.accountId;
    return recipient.kind === "CUSTOMER" && accountId !== undefined
      ? [{ index, accountId, recipient: recipient.id }]
      : [];
  });
  if (customers.length === 0) return [];
  const corpOf = await corpsOf(
    db,
    customers.map(({ accountId }) => accountId),
  );
  return customers.flatMap(({ index, accountId, recipient }) => {
    const corpId = corpOf.get(accountId);
    return corpId === undefined ? [] : [{ index, corpId, recipient }];
  });
}

export async function corpsOf(
  db: Pick<Tx, "$queryRaw">,
  accountIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await db.$queryRaw<{ id: string; corpId: string }[]>`
    SELECT id, corp_id AS "corpId" FROM wework_accounts WHERE id = ANY (${[...new Set(accountIds)]}::uuid[])`;
  return new Map(rows.map(({ id, corpId }) => [id, corpId]));
}

function merged(plan: PlannedOrder, { dueAts: later, overflow }: CustomerPlan): PlannedOrder {
  const dueAts = plan.dueAts.map((due, i) => later.get(i) ?? due);
  const latest = Math.max(plan.predictedEndAt.getTime(), ...[...later.values()].map((due) => due.getTime()));
  return {
    ...plan,
    dueAts,
    overflow: [...plan.overflow, ...overflow],
    late: dueAts.filter((due) => due !== null && due > plan.startAt).length,
    predictedEndAt: new Date(latest),
  };
}
