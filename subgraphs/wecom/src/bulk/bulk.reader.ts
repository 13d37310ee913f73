import type { RequestContext } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import { scopeOf } from "@wegraph/kit/principal";
import type { WecomDatabase } from "../wecom.database.ts";
import type { BulkItem, BulkOperation } from "./bulk.model.ts";
import type { BulkItemStatus } from "./bulk.rules.ts";
import { isVisible } from "./bulk.service.ts";
import { bulkItemViewOf, bulkViewOf } from "./bulk.view.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", kind: "date", direction: "desc" },
  { field: "id", kind: "uuid", direction: "desc" },
];
const inTurn: readonly OrderColumn[] = [{ field: "id", kind: "uuid", direction: "asc" }];

/** Reads bulk operations for people. */
export class BulkReader {
  constructor(private readonly db: WecomDatabase) {}

  /** Null for an operation that is not the caller's to see. */
  async find({ principal }: RequestContext, id: string): Promise<BulkOperation | null> {
    const row = await this.db.tenant.bulkOperation.findFirst({ where: { id } });
    return row && isVisible(principal, row.createdById) ? bulkViewOf(row) : null;
  }

  page({ principal }: RequestContext, args: PageArgs): Promise<Page<BulkOperation>> {
    const mine = scopeOf(principal, "account:read") === "TENANT" ? {} : { createdById: principal.id };
    return keysetPage(
      args,
      newestFirst,
      async ({ where, ...query }) => {
        const rows = await this.db.tenant.bulkOperation.findMany({ where: { AND: [mine, where] }, ...query });
        return rows.map(bulkViewOf);
      },
      () => this.db.tenant.bulkOperation.count({ where: mine }),
    );
  }

  items({ id }: BulkOperation, statuses: BulkItemStatus[] | null, args: PageArgs): Promise<Page<BulkItem>> {
    const chosen = { operationId: id, ...(statuses && { status: { in: statuses } }) };
    return keysetPage(
      args,
      inTurn,
      async ({ where, ...query }) => {
        const rows = await this.db.tenant.bulkItem.findMany({ where: { AND: [chosen, where] }, ...query });
        return rows.map(bulkItemViewOf);
      },
      () => this.db.tenant.bulkItem.count({ where: chosen }),
    );
  }
}
