import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../../database.ts";
import { deliveryColumns } from "./deliveryRow.ts";
import type { DeliveryRow } from "./deliveryRow.ts";

export interface DeliveryQuery {
  channelId?: string | null | undefined;
  noticeId?: string | null | undefined;
  channelKinds?: string[] | null | undefined;
  statuses?: string[] | null | undefined;
  severities?: string[] | null | undefined;
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

/** Reading what was sent, and what is to be, of the caller's tenant. */
export class NotificationDeliveryReader {
  constructor(private readonly db: CoreDatabase) {}

  page(query: DeliveryQuery, args: PageArgs): Promise<Page<DeliveryRow>> {
    const wanted = conditions(query);
    return keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) =>
        this.db.tenant.notificationDelivery.findMany({
          where: { AND: [wanted, where] },
          orderBy,
          take,
          select: deliveryColumns,
        }),
      () => this.db.tenant.notificationDelivery.count({ where: wanted }),
    );
  }

  find(context: RequestContext, id: string): Promise<DeliveryRow | null> {
    return context.loader(this.load).load(id);
  }

  private readonly load = async (ids: readonly string[]): Promise<(DeliveryRow | null)[]> => {
    const rows = await this.db.tenant.notificationDelivery.findMany({
      where: { id: { in: [...ids] } },
      select: deliveryColumns,
    });
    return inOrder(ids, rows);
  };
}

function conditions(query: DeliveryQuery): Prisma.NotificationDeliveryWhereInput {
  const { channelId, noticeId, channelKinds, statuses, severities, from, to } = query;
  return {
    ...(channelId != null && { channelId }),
    ...(noticeId != null && { noticeId }),
    ...(channelKinds != null && { channelKind: { in: channelKinds } }),
    ...(statuses != null && { status: { in: statuses } }),
    ...(severities != null && { severity: { in: severities } }),
    ...((from ?? to) != null && {
      createdAt: { ...(from != null && { gte: from }), ...(to != null && { lt: to }) },
    }),
  };
}
