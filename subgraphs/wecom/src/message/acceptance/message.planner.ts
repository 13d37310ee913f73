import type { RequestContext } from "@wegraph/kit/context";
import { demand } from "@wegraph/kit/principal";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { ProviderLimits } from "../limits/limits.service.ts";
import type { MessageService, SendMany } from "../message.service.ts";
import type { Consideration, MessageRouter } from "../routing/message.router.ts";
import { foreseeCustomers } from "./customers.ts";
import { planOrder } from "./orderPlan.ts";
import type { MessagePlan, MessagePlanAccount } from "./plan.model.ts";
import { readPromises } from "./promises.ts";

interface PlannerOptions {
  db: WecomDatabase;
  service: MessageService;
  router: MessageRouter;
  limits: ProviderLimits;
  clock: () => Date;
}

type Wish = Pick<SendMany, "content" | "templateId" | "recipients" | "accountId" | "corpId" | "scheduledAt">;

/** Tells what would become of an order, by the rules that would accept it, without accepting it. */
export class MessagePlanner {
  constructor(private readonly options: PlannerOptions) {}

  /** @throws AppError what the order itself would be refused with, but for the limits. */
  async plan({ principal }: RequestContext, wish: Wish): Promise<MessagePlan> {
    demand(principal, "message:send");
    const { db, service, router, limits, clock } = this.options;
    const { drafts } = await service.prepared(wish);
    const recipients = drafts.map(({ recipient }) => recipient.id);
    const considered = await router.consider(principal, wish, recipients);
    const { routes } = considered;
    const now = clock();
    const startAt = wish.scheduledAt && wish.scheduledAt > now ? wish.scheduledAt : now;
    const promised = await readPromises(
      db.tenant,
      routes.map(({ accountId }) => accountId),
      startAt,
    );
    const order = { drafts, routes, startAt, isScheduled: startAt > now };
    const inForce = await limits.inForce();
    const planned = planOrder(order, promised, inForce);
    const { late, overflow, predictedEndAt } = await foreseeCustomers(db.tenant, order, planned, inForce);
    return {
      startAt,
      total: drafts.length,
      atOnce: drafts.length - late - overflow.length,
      later: late,
      overflow: overflow.length,
      predictedEndAt: overflow.length > 0 ? null : predictedEndAt,
      accounts: accountsOf(considered, recipients),
    };
  }
}

function accountsOf(
  { routes, candidates, last }: Consideration,
  recipients: readonly string[],
): MessagePlanAccount[] {
  const counts = new Map<string, { messages: number; known: number; isNamed: boolean }>();
  for (const [i, { accountId, isRouted }] of routes.entries()) {
    const { messages, known } = counts.get(accountId) ?? { messages: 0, known: 0 };
    const isKnown = last.get(recipients[i] ?? "") === accountId;
    counts.set(accountId, { messages: messages + 1, known: known + (isKnown ? 1 : 0), isNamed: !isRouted });
  }
  return candidates
    .flatMap(({ id, ...facts }) => {
      const count = counts.get(id);
      return count ? [{ accountId: id, ...count, ...facts }] : [];
    })
    .toSorted((a, b) => b.messages - a.messages);
}
