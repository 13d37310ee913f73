import { oneOf } from "@wegraph/kit/codes";
import type { Tx } from "../../database.ts";
import { peopleIn } from "../../notification/audience.ts";
import type { DeliveryWriter } from "../../notification/deliveryWriter.ts";
import { deliveriesOver, standIns } from "../../notification/dispatch.rules.ts";
import { noticeKindNames } from "../../notification/notice.kinds.ts";
import { asNotice } from "../../notification/renderer.ts";
import { enabledChannels } from "../enabledChannels.ts";

export interface FailedDelivery {
  id: string;
  noticeId: string;
  channelId: string;
  userId: string | null;
}

/** Has the next channel tell what one could not. */
export class FallOver {
  constructor(
    private readonly writer: DeliveryWriter,
    private readonly clock: () => Date,
  ) {}

  /** @returns the channel that stands in, or undefined when everyone who could has told it already. */
  async from(tx: Tx, failed: FailedDelivery): Promise<string | undefined> {
    const { id, noticeId, channelId, userId } = failed;
    const now = this.clock();
    const notice = await tx.notice.findUnique({ where: { id: noticeId } });
    if (!notice) return undefined;
    // What a group cannot be told is told to the people who have it in their notifications.
    const told = userId === null ? {} : { OR: [{ userId: null }, { userId }] };
    const deliveries = await tx.notificationDelivery.findMany({
      where: { noticeId, ...told },
      distinct: ["channelId"],
      select: { channelId: true },
    });
    const userIds = userId === null ? await recipientsOf(tx, noticeId) : [userId];
    const people = await peopleIn(tx, notice.tenantId, userIds, oneOf(noticeKindNames, notice.kind));
    const channels = await enabledChannels(tx, notice.tenantId);
    const toldBy = new Set(deliveries.map((each) => each.channelId));
    for (const channel of standIns(channels, channelId, toldBy)) {
      const planned = deliveriesOver(channel, asNotice(notice), people, now).filter(
        ({ skipped }) => skipped === null,
      );
      const [woken] = await this.writer.write(tx, { notice, planned, standsInFor: id, now });
      if (woken !== undefined) return woken;
    }
    return undefined;
  }
}

async function recipientsOf(tx: Tx, noticeId: string): Promise<string[]> {
  const rows = await tx.notification.findMany({ where: { noticeId }, select: { userId: true } });
  return rows.map(({ userId }) => userId);
}
