import type { Prisma } from "@wegraph/db-wecom/client";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Principal } from "@wegraph/kit/principal";
import { limitIn } from "../message/limits/limits.ts";
import type { ProviderLimits } from "../message/limits/limits.service.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import type { Conversation, ConversationFilter, ConversationSummary } from "./conversation.model.ts";
import type { ConversationReach } from "./conversation.reach.ts";
import { windowOf } from "./conversation.rules.ts";
import type { ReplyWindow } from "./conversation.rules.ts";
import { conversationViewOf } from "./conversation.view.ts";

const right = "conversation:read";
/** A badge says "99+" from here on. */
const countedUpTo = 100;
const countMax = 10_000;

const newestFirst: readonly OrderColumn[] = [
  { field: "lastMessageAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

interface Options {
  db: WecomDatabase;
  reach: ConversationReach;
  limits: ProviderLimits;
  clock: () => Date;
}

/** Reads conversations for people. */
export class ConversationReader {
  constructor(private readonly options: Options) {}

  /** Null for what the caller's rights do not reach: it might as well not exist. */
  find(context: RequestContext, id: string): Promise<Conversation | null> {
    return context.loader(this.load).load(id);
  }

  /** Read again after a change, past what the request has read before. */
  fresh(context: RequestContext, id: string): Promise<Conversation | null> {
    return context.loader(this.load).clear(id).load(id);
  }

  async page(
    { principal }: RequestContext,
    filter: ConversationFilter,
    args: PageArgs,
  ): Promise<Page<Conversation>> {
    const { db, reach } = this.options;
    const chosen = { AND: [await reach.condition(principal, right), conditionOf(filter, principal)] };
    const { conversation } = db.tenant;
    const page = await keysetPage(
      args,
      newestFirst,
      ({ where, ...query }) => conversation.findMany({ where: { AND: [chosen, where] }, ...query }),
      async () =>
        (await conversation.findMany({ where: chosen, select: { id: true }, take: countMax })).length,
    );
    return mapPage(page, conversationViewOf);
  }

  async summary({ principal }: RequestContext): Promise<ConversationSummary> {
    const { db, reach } = this.options;
    const mine = await reach.condition(principal, right);
    const count = async (condition: Prisma.ConversationWhereInput) =>
      (
        await db.tenant.conversation.findMany({
          where: { AND: [mine, { unread: { gt: 0 } }, condition] },
          select: { id: true },
          take: countedUpTo,
        })
      ).length;
    const [unread, unreadMine, unreadUnassigned] = await Promise.all([
      count({}),
      principal.kind === "USER" ? count({ assigneeId: principal.id }) : 0,
      count({ assigneeId: null }),
    ]);
    return { unread, unreadMine, unreadUnassigned, countedUpTo };
  }

  /** How long and how often one may still answer; null where WeCom sets no such window. */
  async window(
    { id, kind, lastIncomingAt }: Pick<Conversation, "id" | "kind" | "lastIncomingAt">,
    tx: Pick<Tx, "$queryRaw"> = this.options.db.tenant,
  ): Promise<ReplyWindow | null> {
    if (kind !== "KF_CUSTOMER") return null;
    const { limits, clock } = this.options;
    const limit = limitIn(await limits.inForce(), "kf_messages_per_turn");
    const rows = await tx.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM wework_conversations c
      JOIN wework_message_records m ON m.tenant_id = c.tenant_id AND m.recipient = c.recipient AND m.account_id = c.account_id
        AND m.recipient_kind = c.kind AND m.direction <> 'IN' AND m.status NOT IN ('FAILED', 'CANCELLED')
        AND m.created_at > coalesce(c.last_incoming_at, now())
      WHERE c.id = ${id}::uuid`;
    return windowOf({ kind, lastIncomingAt, sentSince: rows[0]?.count ?? 0, now: clock() }, limit);
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    const { db, reach } = this.options;
    const rows = await db.tenant.conversation.findMany({
      where: { AND: [{ id: { in: [...ids] } }, await reach.condition(principal, right)] },
    });
    return inOrder(ids, rows.map(conversationViewOf));
  };
}

function conditionOf(filter: ConversationFilter, { id }: Principal): Prisma.ConversationWhereInput {
  const { accountIds, kinds, states, assignment, assigneeId, unreadOnly, search } = filter;
  const AND: Prisma.ConversationWhereInput[] = [];
  if (accountIds) AND.push({ accountId: { in: accountIds } });
  if (kinds) AND.push({ kind: { in: kinds } });
  if (states) AND.push({ state: states.length === 1 && states[0] ? states[0] : { in: states } });
  if (assignment) AND.push({ assigneeId: assignment === "MINE" ? id : null });
  if (assigneeId) AND.push({ assigneeId });
  if (unreadOnly) AND.push({ unread: { gt: 0 } });
  if (search) AND.push({ searchText: { contains: search.toLowerCase() } });
  return { AND };
}
