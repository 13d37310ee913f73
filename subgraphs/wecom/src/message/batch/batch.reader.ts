import type { Prisma } from "@wegraph/db-wecom/client";
import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { scopeFor } from "@wegraph/kit/principal";
import type { WecomDatabase } from "../../wecom.database.ts";
import { isVisible } from "../message.reach.ts";
import { batchStatuses } from "./batch.model.ts";
import type { MessageBatch } from "./batch.model.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];

/** Reads batches for people. */
export class MessageBatchReader {
  constructor(private readonly db: WecomDatabase) {}

  /** Null for a batch that is not the caller's to see. */
  async find({ principal }: RequestContext, id: string): Promise<MessageBatch | null> {
    const row = await this.db.tenant.messageBatch.findFirst({ where: { id } });
    return row && isVisible(principal, row) ? viewOf(row) : null;
  }

  page({ principal }: RequestContext, args: PageArgs): Promise<Page<MessageBatch>> {
    const mine = scopeFor(principal, "message:read") === "TENANT" ? {} : { createdById: principal.id };
    const { messageBatch } = this.db.tenant;
    return keysetPage(
      args,
      newestFirst,
      async ({ where, ...query }) =>
        (await messageBatch.findMany({ where: { AND: [mine, where] }, ...query })).map(viewOf),
      () => messageBatch.count({ where: mine }),
    );
  }
}

function viewOf(row: Prisma.MessageBatchGetPayload<object>): MessageBatch {
  return { ...row, status: oneOf(batchStatuses, row.status) };
}
