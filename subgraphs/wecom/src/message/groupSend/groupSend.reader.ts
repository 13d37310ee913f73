import { oneOf } from "@wegraph/kit/codes";
import { inOrder } from "@wegraph/kit/context";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { WecomDatabase } from "../../wecom.database.ts";
import type { MessageReach } from "../message.reach.ts";
import { messageErrorOf } from "../message.reader.ts";
import type { GroupSend, GroupSendFilter } from "./groupSend.model.ts";
import { confirmationsShape } from "./groupSend.results.ts";
import { groupSendStatuses } from "./groupSend.rules.ts";
import type { GroupSendRow } from "./groupSend.store.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

/** Reads group sends of the accounts the caller may see. */
export class GroupSendReader {
  constructor(
    private readonly db: WecomDatabase,
    private readonly reach: MessageReach,
  ) {}

  find(context: RequestContext, id: string): Promise<GroupSend | null> {
    return context.loader(this.load).load(id);
  }

  async page(context: RequestContext, filter: GroupSendFilter, args: PageArgs): Promise<Page<GroupSend>> {
    const { accountIds, statuses, batchId } = filter;
    const mine = await this.mine(context);
    const AND = [
      mine,
      {
        ...(accountIds && { accountId: { in: accountIds } }),
        ...(statuses && { status: { in: statuses } }),
        ...(batchId && { batchId }),
      },
    ];
    const { groupSend } = this.db.tenant;
    return keysetPage(
      args,
      newestFirst,
      async ({ where, ...query }) =>
        (await groupSend.findMany({ where: { AND: [...AND, where] }, ...query })).map(groupSendViewOf),
      () => groupSend.count({ where: { AND } }),
    );
  }

  private readonly load = async (ids: readonly string[], context: RequestContext) => {
    const rows = await this.db.tenant.groupSend.findMany({
      where: { AND: [await this.mine(context), { id: { in: [...ids] } }] },
    });
    return inOrder(ids, rows.map(groupSendViewOf));
  };

  private async mine({ principal }: RequestContext) {
    const accountIds = await this.reach.accountCondition(principal, "message:read");
    return accountIds === null ? {} : { accountId: { in: accountIds } };
  }
}

function groupSendViewOf(row: GroupSendRow): GroupSend {
  const { errorCode, confirmations } = row;
  return {
    ...row,
    status: oneOf(groupSendStatuses, row.status),
    confirmations: confirmationsShape.parse(confirmations).map(({ userId, confirmedAt }) => ({
      userId,
      confirmedAt: confirmedAt === null ? null : new Date(confirmedAt),
    })),
    error: errorCode === null ? null : messageErrorOf(errorCode),
  };
}
