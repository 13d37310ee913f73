import { v7 } from "uuid";
import { oneOf } from "@wegraph/kit/codes";
import type { Logger } from "@wegraph/kit/log";
import { announceAll, systemOrigin } from "@wegraph/kit/outbox";
import { purpose, systemPart } from "../channel/channel.purpose.ts";
import { enabledChannels } from "../channel/enabledChannels.ts";
import type { CoreDatabase, Tx } from "../database.ts";
import { audienceOf, peopleIn } from "./audience.ts";
import type { DeliveryWriter } from "./deliveryWriter.ts";
import { channelsFor, deliveriesOver, isInApp } from "./dispatch.rules.ts";
import type { Person } from "./dispatch.rules.ts";
import { noticeKindNames } from "./notice.kinds.ts";
import { notificationReceived } from "./notification.events.ts";
import { asNotice } from "./renderer.ts";
import type { NoticeRow } from "./renderer.ts";

type WaitingNotice = NoticeRow & { permission: string | null; userIds: string[]; channels: string };

/** Of one event: a notice to thousands is told in several. */
const recipientsMax = 200;
/** One that cannot be dispatched keeps nobody else waiting. */
const againAfterMs = 30_000;

export interface DispatcherOptions {
  db: CoreDatabase;
  writer: DeliveryWriter;
  wake: (channelId: string) => void;
  clock: () => Date;
  log: Logger;
}

/** Turns what was posted into notifications and deliveries, each notice in one transaction. */
export class Dispatcher {
  /** Those that failed here, and when to try them again. */
  private readonly failed = new Map<string, number>();

  constructor(private readonly options: DispatcherOptions) {}

  /** Dispatches what waits, the oldest first. @returns how many. Two processes never take the same. */
  async round(): Promise<number> {
    let count = 0;
    for (; count < 100; count += 1) if (!(await this.next())) break;
    return count;
  }

  private async next(): Promise<boolean> {
    const { db, wake, clock, log } = this.options;
    let noticeId: string | undefined;
    try {
      const woken = await db.system(purpose).$transaction(async (tx) => {
        const notice = await this.claim(tx);
        if (!notice) return undefined;
        noticeId = notice.id;
        const channelIds = await this.dispatch(tx, notice);
        await tx.notice.update({ where: { id: noticeId }, data: { dispatchedAt: clock() } });
        return channelIds;
      });
      for (const channelId of woken ?? []) wake(channelId);
      return woken !== undefined;
    } catch (err) {
      if (noticeId === undefined) throw err;
      this.failed.set(noticeId, clock().getTime() + againAfterMs);
      log.error({ err, noticeId }, "notice not dispatched");
      return true;
    }
  }

  private async claim(tx: Tx): Promise<WaitingNotice | undefined> {
    const now = this.options.clock().getTime();
    for (const [id, until] of this.failed) if (until <= now) this.failed.delete(id);
    const [notice] = await tx.$queryRaw<WaitingNotice[]>`
      SELECT id::text AS id, tenant_id::text AS "tenantId", kind, severity, title_zh AS "titleZh",
        title_en AS "titleEn", body_zh AS "bodyZh", body_en AS "bodyEn", path, permission,
        user_ids::text[] AS "userIds", channels, created_at AS "createdAt"
      FROM saas_notices WHERE dispatched_at IS NULL AND NOT (id = ANY (${[...this.failed.keys()]}::uuid[]))
      ORDER BY created_at LIMIT 1 FOR UPDATE SKIP LOCKED`;
    return notice;
  }

  private async dispatch(tx: Tx, notice: WaitingNotice): Promise<string[]> {
    const { tenantId } = notice;
    const now = this.options.clock();
    const members = await audienceOf(tx, notice);
    const people = await peopleIn(tx, tenantId, members, oneOf(noticeKindNames, notice.kind));
    const known = asNotice(notice);
    await this.tell(
      tx,
      notice,
      people.filter((person) => isInApp(known, person)),
    );
    if (notice.channels === "IN_APP") return [];
    const channels = channelsFor(known, await enabledChannels(tx, tenantId));
    const planned = channels.flatMap((channel) => deliveriesOver(channel, known, people, now));
    return await this.options.writer.write(tx, { notice, planned, now });
  }

  private async tell(tx: Tx, notice: WaitingNotice, people: readonly Person[]): Promise<void> {
    const { id: noticeId, tenantId, kind, severity, createdAt } = notice;
    const userIds = people.map(({ userId }) => userId);
    if (userIds.length === 0) return;
    await tx.$executeRaw`
      INSERT INTO saas_notifications (id, tenant_id, user_id, notice_id, kind, severity, created_at)
      SELECT n.id, ${tenantId}::uuid, n.user_id, ${noticeId}::uuid, ${kind}, ${severity}, ${createdAt}
      FROM unnest(${userIds.map(() => v7())}::uuid[], ${userIds}::uuid[]) AS n(id, user_id)
      ON CONFLICT (notice_id, user_id) DO NOTHING`;
    const origin = systemOrigin(systemPart, tenantId);
    const parts = Array.from({ length: Math.ceil(userIds.length / recipientsMax) }, (_, n) =>
      userIds.slice(n * recipientsMax, (n + 1) * recipientsMax),
    );
    await announceAll(
      tx,
      parts.map((part) => ({
        origin,
        definition: notificationReceived,
        payload: { noticeId, kind, severity, userIds: part },
      })),
    );
  }
}
