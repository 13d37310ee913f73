import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { z } from "zod";
import type { WecomDatabase } from "../wecom.database.ts";
import { messageTypes, recipientKinds } from "./message.enums.ts";
import { createdAtOf, placesOf } from "./message.id.ts";
import { messageStatuses } from "./message.machine.ts";
import type { Message, MessageError, MessageFilter } from "./message.model.ts";
import type { MessageReach } from "./message.reach.ts";
import { adviceOf } from "./sending/advice.ts";

type MessageRow = Prisma.MessageGetPayload<object>;

/** The id alone gives the order: it begins with the moment of acceptance. */
export const newestFirst: readonly OrderColumn[] = [{ field: "id", kind: "uuid", direction: "desc" }];

/** Counting stops here: nobody pages through more, and ten million take seconds. */
const countMax = 10_000;

/** The id a page begins after, as keysetPage puts it into its condition. */
const keysetShape = z.object({
  OR: z.tuple([
    z.object({
      AND: z.tuple([z.object({ id: z.object({ lt: z.string().optional(), gt: z.string().optional() }) })]),
    }),
  ]),
});

/** Reads messages for people. */
export class MessageReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: MessageReach,
  ) {}

  /** Null for a message that is not the caller's to see. */
  find(context: RequestContext, id: string): Promise<Message | null> {
    return context.loader(this.load).load(id);
  }

  async page({ principal }: RequestContext, filter: MessageFilter, args: PageArgs): Promise<Page<Message>> {
    const mine = await this.reach.condition(principal, "message:read");
    const chosen = { AND: [mine, conditionOf(filter)] };
    const { message } = this.db.tenant;
    return keysetPage(
      args,
      newestFirst,
      async ({ where, orderBy, take }) => {
        const [{ id: direction = "desc" } = {}] = orderBy;
        const rows = await message.findMany({
          // Also as a time, which names the partitions and the place in the index to begin at.
          where: { AND: [chosen, where, beginning(where)] },
          orderBy: [{ createdAt: direction }, { id: direction }],
          take,
        });
        return rows.map(messageViewOf);
      },
      async () => (await message.findMany({ where: chosen, select: { id: true }, take: countMax })).length,
    );
  }

  private readonly load = async (ids: readonly string[], { principal }: RequestContext) => {
    const mine = await this.reach.condition(principal, "message:read");
    const places = placesOf(ids);
    const rows = await this.db.tenant.message.findMany({
      where: {
        AND: [mine, { direction: "OUT", id: { in: places.ids }, createdAt: { in: places.createdAts } }],
      },
    });
    return inOrder(ids, rows.map(messageViewOf));
  };
}

/** The condition of a page once more as a time. */
export function beginning(where: object): Prisma.MessageWhereInput {
  const keyset = keysetShape.safeParse(where);
  if (!keyset.success) return {};
  const { lt, gt } = keyset.data.OR[0].AND[0].id;
  const createdAt = createdAtOf(lt ?? gt ?? "");
  if (!createdAt) return {};
  return { createdAt: lt === undefined ? { gte: createdAt } : { lte: createdAt } };
}

function conditionOf(filter: MessageFilter): Prisma.MessageWhereInput {
  const { accountIds, statuses, types, batchId, recipient, from, to } = filter;
  // What others wrote is read in its conversation.
  const AND: Prisma.MessageWhereInput[] = [{ direction: "OUT" }];
  if (accountIds) AND.push({ accountId: { in: accountIds } });
  if (statuses) AND.push({ status: statuses.length === 1 && statuses[0] ? statuses[0] : { in: statuses } });
  if (types) AND.push({ type: { in: types } });
  if (batchId) AND.push({ batchId });
  if (recipient) AND.push({ recipient });
  if (from) AND.push({ createdAt: { gte: from } });
  if (to) AND.push({ createdAt: { lt: to } });
  return { AND };
}

export function messageViewOf(row: MessageRow): Message {
  const { errorCode, ...rest } = row;
  return {
    ...rest,
    type: oneOf(messageTypes, row.type),
    status: oneOf(messageStatuses, row.status),
    recipientKind: oneOf(recipientKinds, row.recipientKind),
    error: errorCode === null ? null : messageErrorOf(errorCode),
  };
}

/** A code with the words for it; without words for one that nobody has described. */
export function messageErrorOf(code: string): MessageError {
  const advice = adviceOf(code);
  return {
    code,
    meaning: advice?.en.meaning ?? null,
    action: advice?.en.action ?? null,
    meaningZh: advice?.zh.meaning ?? null,
    actionZh: advice?.zh.action ?? null,
  };
}
