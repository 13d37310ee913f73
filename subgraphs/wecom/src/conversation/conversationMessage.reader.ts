import type { Prisma } from "@wegraph/db-wecom/client";
import { keysetPage, mapPage } from "@wegraph/kit/page";
import type { Page, PageArgs } from "@wegraph/kit/page";
import { placesOf } from "../message/message.id.ts";
import { beginning, newestFirst } from "../message/message.reader.ts";
import type { WecomDatabase } from "../wecom.database.ts";
import type { Conversation } from "./conversation.model.ts";
import { messageViewOf } from "./conversation.view.ts";
import type { ConversationMessage } from "./conversationMessage.model.ts";

const countMax = 10_000;

/** Reads what was said in a conversation that the caller was allowed to read: both directions with one index scan. */
export class ConversationMessageReader {
  constructor(private readonly db: WecomDatabase) {}

  async page(conversation: Conversation, args: PageArgs): Promise<Page<ConversationMessage>> {
    const { message } = this.db.tenant;
    const within = conditionOf(conversation);
    const page = await keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) => {
        const [{ id: direction = "desc" } = {}] = orderBy;
        return message.findMany({
          where: { AND: [within, where, beginning(where)] },
          orderBy: [{ createdAt: direction }, { id: direction }],
          take,
        });
      },
      async () => (await message.findMany({ where: within, select: { id: true }, take: countMax })).length,
    );
    return mapPage(page, messageViewOf);
  }

  /** Null for a message that is not of this conversation. */
  async find(conversation: Conversation, id: string): Promise<ConversationMessage | null> {
    const { ids, createdAts } = placesOf([id]);
    const row = await this.db.tenant.message.findFirst({
      where: { AND: [conditionOf(conversation), { id: { in: ids }, createdAt: { in: createdAts } }] },
    });
    return row && messageViewOf(row);
  }
}

function conditionOf({ accountId, kind, recipient }: Conversation): Prisma.MessageWhereInput {
  return { accountId, recipient, recipientKind: kind };
}
