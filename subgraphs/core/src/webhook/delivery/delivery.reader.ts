import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase } from "../../database.ts";
import type { DeliveryStatus } from "./delivery.status.ts";
import { deliveryColumns } from "./deliveryRow.ts";
import type { DeliveryRow } from "./deliveryRow.ts";

export interface DeliveryQuery {
  endpointId?: string | null | undefined;
  statuses?: DeliveryStatus[] | null | undefined;
  eventTypes?: string[] | null | undefined;
  eventId?: string | null | undefined;
  from?: Date | null | undefined;
  to?: Date | null | undefined;
}

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

/** Reading the log of deliveries, as far as it goes back. */
export class DeliveryReader {
  constructor(private readonly db: CoreDatabase) {}

  page(query: DeliveryQuery, args: PageArgs): Promise<Page<DeliveryRow>> {
    const wanted = conditions(query);
    return keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) =>
        this.db.tenant.webhookDelivery.findMany({
          where: { AND: [wanted, where] },
          orderBy,
          take,
          select: deliveryColumns,
        }),
      () => this.db.tenant.webhookDelivery.count({ where: wanted }),
    );
  }

  find(context: RequestContext, id: string): Promise<DeliveryRow | null> {
    return context.loader(this.load).load(id);
  }

  private readonly load = async (ids: readonly string[]): Promise<(DeliveryRow | null)[]> => {
    const rows = await this.db.tenant.webhookDelivery.findMany({
      where: { id: { in: [...ids] } },
      select: deliveryColumns,
    });
    return inOrder(ids, rows);
  };
}

function conditions(query: DeliveryQuery): Prisma.WebhookDeliveryWhereInput {
  const { endpointId, statuses, eventTypes, eventId, from, to } = query;
  return {
    ...(endpointId != null && { endpointId }),
    ...(statuses != null && { status: { in: statuses } }),
    ...(eventTypes != null && { eventType: { in: eventTypes } }),
    ...(eventId != null && { eventId }),
    ...((from ?? to) != null && {
      createdAt: { ...(from != null && { gte: from }), ...(to != null && { lt: to }) },
    }),
  };
}
