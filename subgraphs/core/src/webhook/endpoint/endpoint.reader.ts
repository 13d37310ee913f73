import { oneOf } from "@wegraph/kit/codes";
import type { RequestContext } from "@wegraph/kit/context";
import { inOrder } from "@wegraph/kit/context";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { CoreDatabase } from "../../database.ts";
import { deliveryStatuses } from "../delivery/delivery.status.ts";
import type { DeliveryStatus } from "../delivery/delivery.status.ts";
import { endpointColumns } from "./endpointRow.ts";
import type { EndpointRow } from "./endpointRow.ts";

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

const healthHours = 24;

/** How many deliveries of the last day stand where; try-outs are not counted. */
export interface Health {
  succeeded: number;
  failed: number;
  pending: number;
  skipped: number;
}

const countedAs: Readonly<Partial<Record<DeliveryStatus, keyof Health>>> = {
  SUCCEEDED: "succeeded",
  FAILED: "failed",
  PENDING: "pending",
  SENDING: "pending",
  SKIPPED: "skipped",
};

/** Reading endpoints: those of the caller's tenant that are not deleted. */
export class EndpointReader {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  page(args: PageArgs): Promise<Page<EndpointRow>> {
    const known = { deletedAt: null };
    return keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) =>
        this.db.tenant.webhookEndpoint.findMany({
          where: { AND: [known, where] },
          orderBy,
          take,
          select: endpointColumns,
        }),
      () => this.db.tenant.webhookEndpoint.count({ where: known }),
    );
  }

  find(context: RequestContext, id: string): Promise<EndpointRow | null> {
    return context.loader(this.load).load(id);
  }

  health(context: RequestContext, id: string): Promise<Health> {
    return context.loader(this.loadHealth).load(id);
  }

  private readonly load = async (ids: readonly string[]): Promise<(EndpointRow | null)[]> => {
    const rows = await this.db.tenant.webhookEndpoint.findMany({
      where: { id: { in: [...ids] }, deletedAt: null },
      select: endpointColumns,
    });
    return inOrder(ids, rows);
  };

  private readonly loadHealth = async (ids: readonly string[]): Promise<Health[]> => {
    const since = new Date(this.clock().getTime() - healthHours * 3_600_000);
    const counts = await this.db.tenant.webhookDelivery.groupBy({
      by: ["endpointId", "status"],
      where: { endpointId: { in: [...ids] }, createdAt: { gte: since }, isTest: false },
      _count: { _all: true },
    });
    const byEndpoint = new Map<string, Health>(
      ids.map((id) => [id, { succeeded: 0, failed: 0, pending: 0, skipped: 0 }]),
    );
    for (const { endpointId, status, _count } of counts) {
      const health = byEndpoint.get(endpointId);
      const kind = countedAs[oneOf(deliveryStatuses, status)];
      if (health && kind) health[kind] += _count._all;
    }
    return ids.map((id) => byEndpoint.get(id) ?? { succeeded: 0, failed: 0, pending: 0, skipped: 0 });
  };
}
