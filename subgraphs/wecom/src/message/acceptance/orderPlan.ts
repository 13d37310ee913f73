import type { LimitsInForce } from "../limits/limits.ts";
import type { Route } from "../routing/message.router.ts";
import type { Draft } from "./drafts.ts";
import { planSends } from "./plan.rules.ts";
import type { Plan } from "./plan.rules.ts";

export interface PlannedOrder extends Plan {
  startAt: Date;
  /** Messages that may not go with the first: WeCom's limits spread them. */
  late: number;
}

/** When the messages of an order may go, given what was promised of the accounts' days. */
export function planOrder(
  order: { drafts: readonly Draft[]; routes: readonly Route[]; startAt: Date; isScheduled: boolean },
  promised: (accountId: string, day: number) => number,
  limits: LimitsInForce,
): PlannedOrder {
  const { drafts, routes, startAt, isScheduled } = order;
  const items = drafts.flatMap(({ recipient }, i) => {
    const route = routes[i];
    return route
      ? [{ accountId: route.accountId, recipientKind: recipient.kind, recipient: recipient.id }]
      : [];
  });
  const quotaOf = new Map(routes.map(({ accountId, quotaPerDay }) => [accountId, quotaPerDay]));
  const plan = planSends(items, {
    startAt,
    isScheduled,
    limits,
    room: (accountId, day) => (quotaOf.get(accountId) ?? 0) - promised(accountId, day),
  });
  const late = plan.dueAts.filter((due) => due !== null && due > startAt).length;
  return { ...plan, startAt, late };
}
