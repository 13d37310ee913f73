import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { CoreDatabase } from "../database.ts";
import { channelColumns } from "./channelRow.ts";
import type { ChannelRow } from "./channelRow.ts";

const inTurn: readonly OrderColumn[] = [
  { field: "position", direction: "asc", kind: "number" },
  { field: "id", direction: "asc", kind: "uuid" },
];

/** Reading channels of the caller's tenant. */
export class ChannelReader {
  constructor(private readonly db: CoreDatabase) {}

  page(args: PageArgs): Promise<Page<ChannelRow>> {
    const known = { deletedAt: null };
    return keysetPage(
      args,
      inTurn,
      ({ where, orderBy, take }) =>
        this.db.tenant.notificationChannel.findMany({
          where: { AND: [known, where] },
          orderBy,
          take,
          select: channelColumns,
        }),
      () => this.db.tenant.notificationChannel.count({ where: known }),
    );
  }

  async find(context: RequestContext, id: string): Promise<ChannelRow | null> {
    const row = await this.mention(context, id);
    return row?.deletedAt === null ? row : null;
  }

  /** As a delivery names it: also one that is deleted. */
  mention(context: RequestContext, id: string): Promise<(ChannelRow & { deletedAt: Date | null }) | null> {
    return context.loader(this.load).load(id);
  }

  private readonly load = async (ids: readonly string[]) =>
    inOrder(
      ids,
      await this.db.tenant.notificationChannel.findMany({
        where: { id: { in: [...ids] } },
        select: { ...channelColumns, deletedAt: true },
      }),
    );
}
