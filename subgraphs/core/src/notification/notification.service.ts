import type { RequestContext } from "@wegraph/kit/context";
import { announce, originOf } from "@wegraph/kit/outbox";
import { keysetPage } from "@wegraph/kit/page";
import type { OrderColumn, Page, PageArgs } from "@wegraph/kit/page";
import type { Prisma } from "@wegraph/db-core/client";
import { personOf } from "../caller.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { notificationsMarked } from "./notification.events.ts";
import { notificationColumns } from "./notificationRow.ts";
import type { NotificationRow } from "./notificationRow.ts";

export interface NotificationQuery {
  unreadOnly?: boolean | null | undefined;
  kinds?: string[] | null | undefined;
  severities?: string[] | null | undefined;
}

const newestFirst: readonly OrderColumn[] = [
  { field: "createdAt", direction: "desc", kind: "date" },
  { field: "id", direction: "desc", kind: "uuid" },
];

/**
 * A person's own notifications, in the tenant they are signed in to; nobody sees another's. That something was read is
 * told to their other windows, and is no act for the audit log.
 */
export class NotificationService {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  page(context: RequestContext, query: NotificationQuery, args: PageArgs): Promise<Page<NotificationRow>> {
    const { kinds, severities, unreadOnly } = query;
    const wanted: Prisma.NotificationWhereInput = {
      ...ownOf(context),
      ...(unreadOnly === true && { readAt: null }),
      ...(kinds != null && { kind: { in: kinds } }),
      ...(severities != null && { severity: { in: severities } }),
    };
    return keysetPage(
      args,
      newestFirst,
      ({ where, orderBy, take }) =>
        this.db.tenant.notification.findMany({
          where: { AND: [wanted, where] },
          orderBy,
          take,
          select: notificationColumns,
        }),
      () => this.db.tenant.notification.count({ where: wanted }),
    );
  }

  unreadCount(context: RequestContext): Promise<number> {
    return unreadIn(this.db.tenant, context);
  }

  find(
    context: RequestContext,
    where: { id: string } | { noticeId: string },
  ): Promise<NotificationRow | null> {
    return this.db.tenant.notification.findFirst({
      where: { ...ownOf(context), ...where },
      select: notificationColumns,
    });
  }

  /** Ids that are not one's own are passed over: they may have gone by retention. */
  async mark(context: RequestContext, ids: readonly string[], isRead: boolean) {
    const where = { ...ownOf(context), id: { in: [...ids] } };
    return this.db.tenant.$transaction(async (tx) => {
      const { count } = await tx.notification.updateMany({
        where: { ...where, readAt: isRead ? null : { not: null } },
        data: { readAt: isRead ? this.clock() : null },
      });
      if (count > 0) await this.tell(tx, context);
      const rows = await tx.notification.findMany({ where, select: notificationColumns });
      return { rows, unreadCount: await unreadIn(tx, context) };
    });
  }

  async markAll(context: RequestContext, until: Date | null) {
    const now = this.clock();
    return this.db.tenant.$transaction(async (tx) => {
      const { count } = await tx.notification.updateMany({
        where: { ...ownOf(context), readAt: null, createdAt: { lte: until ?? now } },
        data: { readAt: now },
      });
      if (count > 0) await this.tell(tx, context);
      return { markedCount: count, unreadCount: await unreadIn(tx, context) };
    });
  }

  private async tell(tx: Tx, context: RequestContext): Promise<void> {
    await announce(tx, originOf(context), notificationsMarked, { userId: personOf(context).userId });
  }
}

function ownOf(context: RequestContext) {
  const { userId, tenantId } = personOf(context);
  return { userId, tenantId };
}

function unreadIn(tx: Pick<Tx, "notification">, context: RequestContext): Promise<number> {
  return tx.notification.count({ where: { ...ownOf(context), readAt: null } });
}
