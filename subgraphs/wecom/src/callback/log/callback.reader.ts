import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { placesOf } from "../../message/message.id.ts";
import type { WecomDatabase } from "../../wecom.database.ts";
import { callbackKinds, callbackStatuses } from "../callback.kinds.ts";
import type { Callback, CallbackFilter } from "./callback.model.ts";
import type { CallbackReach } from "./callback.reach.ts";

/** Everything but the sealed body, which a list has no use for. */
const shown = {
  id: true,
  kind: true,
  name: true,
  status: true,
  reason: true,
  attempts: true,
  duplicates: true,
  handlers: true,
  accountId: true,
  corpId: true,
  agentId: true,
  sentAt: true,
  receivedAt: true,
  handledAt: true,
  dueAt: true,
} as const satisfies Prisma.CallbackLogSelect;

const newestFirst: readonly OrderColumn[] = [
  { field: "receivedAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

/** Counting stops here: nobody pages through more. */
const countMax = 10_000;

/** Reads callbacks for people. */
export class CallbackReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: CallbackReach,
  ) {}

  /** Null for a callback that is not the caller's to see. */
  find(context: RequestContext, id: string): Promise<Callback | null> {
    return context.loader(this.load).load(id);
  }

  async page({ principal }: RequestContext, filter: CallbackFilter, args: PageArgs): Promise<Page<Callback>> {
    const mine = await this.reach.condition(principal, "callback:read");
    const chosen = { AND: [mine, conditionOf(filter)] };
    const { callbackLog } = this.db.tenant;
    return keysetPage(
      args,
      newestFirst,
      async ({ where, orderBy, take }) => {
        const rows = await callbackLog.findMany({
          where: { AND: [chosen, where] },
          orderBy,
          take,
          select: shown,
        });
        return rows.map(viewOf);
      },
      async () =>
        (await callbackLog.findMany({ where: chosen, select: { id: true }, take: countMax })).length,
    );
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    const mine = await this.reach.condition(principal, "callback:read");
    const places = placesOf(ids);
    const rows = await this.db.tenant.callbackLog.findMany({
      where: { AND: [mine, { id: { in: places.ids }, receivedAt: { in: places.createdAts } }] },
      select: shown,
    });
    return inOrder(ids, rows.map(viewOf));
  };
}

export function conditionOf(filter: CallbackFilter): Prisma.CallbackLogWhereInput {
  const { corpIds, accountIds, kinds, statuses, name, from, to } = filter;
  const AND: Prisma.CallbackLogWhereInput[] = [];
  if (corpIds) AND.push({ corpId: { in: corpIds } });
  if (accountIds) AND.push({ accountId: { in: accountIds } });
  if (kinds) AND.push({ kind: kinds.length === 1 && kinds[0] ? kinds[0] : { in: kinds } });
  // By equality where there is one: the index of failed ones is for that.
  if (statuses) AND.push({ status: statuses.length === 1 && statuses[0] ? statuses[0] : { in: statuses } });
  if (name) AND.push({ name });
  if (from) AND.push({ receivedAt: { gte: from } });
  if (to) AND.push({ receivedAt: { lt: to } });
  return { AND };
}

function viewOf(row: Prisma.CallbackLogGetPayload<{ select: typeof shown }>): Callback {
  return { ...row, kind: oneOf(callbackKinds, row.kind), status: oneOf(callbackStatuses, row.status) };
}
