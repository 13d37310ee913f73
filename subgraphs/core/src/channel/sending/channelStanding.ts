import { audit } from "@wegraph/kit/audit";
import { systemOrigin } from "@wegraph/kit/outbox";
import { domain } from "../../database.ts";
import type { Tx } from "../../database.ts";
import type { Notices } from "../../notification/notice.ts";
import type { DeliveryFailure } from "../adapter.ts";
import { channelKindFacts } from "../channel.kinds.ts";
import { systemPart } from "../channel.purpose.ts";
import { sickAfter } from "../channel.status.ts";
import type { SendingChannel } from "./claims.ts";
import type { Verdict } from "./retry.rules.ts";

/** That say something of the recipient, the words or the pace, and nothing of the channel. */
const notTheChannels: readonly DeliveryFailure[] = ["RECIPIENT_REFUSED", "CONTENT_REFUSED", "RATE_LIMITED"];
/** That no waiting mends: somebody has to see to it. */
const lasting: readonly DeliveryFailure[] = ["CREDENTIAL_REFUSED", "ACCOUNT_REFUSED", "ADDRESS_UNUSABLE"];

/** Keeps how a channel does, and tells its owners when it is sick. */
export class ChannelStanding {
  constructor(
    private readonly notices: Notices,
    private readonly clock: () => Date,
  ) {}

  /** A try-out that gets through heals; one that does not says nothing. */
  async note(
    tx: Tx,
    { id, tenantId, kind }: SendingChannel,
    verdict: Verdict,
    { answer, isTest }: { answer: string | null; isTest: boolean },
  ): Promise<void> {
    const now = this.clock();
    if (verdict.kind === "SENT") {
      await tx.notificationChannel.updateMany({
        where: { id },
        data: {
          failuresInRow: 0,
          failingSince: null,
          sickSince: null,
          pausedUntil: null,
          lastSucceededAt: now,
        },
      });
      return;
    }
    const { failure } = verdict;
    const counts = !isTest && !notTheChannels.includes(failure);
    const pauseMs = verdict.kind === "UNKNOWN" ? 0 : verdict.pauseMs;
    const pausedUntil = pauseMs > 0 ? new Date(now.getTime() + pauseMs) : null;
    const isLasting = lasting.includes(failure);
    const [row] = await tx.$queryRaw<{ isNewlySick: boolean; name: string; createdById: string | null }[]>`
      UPDATE saas_notification_channels c SET last_failed_at = ${now}, last_failure = ${failure}, last_answer = ${answer},
        paused_until = greatest(c.paused_until, ${pausedUntil}::timestamptz),
        failures_in_row = c.failures_in_row + ${counts ? 1 : 0},
        failing_since = CASE WHEN ${counts} THEN coalesce(c.failing_since, ${now}) ELSE c.failing_since END,
        sick_since = CASE WHEN ${counts} AND (${isLasting} OR c.failures_in_row + 1 >= ${sickAfter})
          THEN coalesce(c.sick_since, ${now}) ELSE c.sick_since END
      FROM (SELECT id, sick_since FROM saas_notification_channels WHERE id = ${id}::uuid) before
      WHERE c.id = before.id
      RETURNING (before.sick_since IS NULL AND c.sick_since IS NOT NULL) AS "isNewlySick", c.name,
        c.created_by_id::text AS "createdById"`;
    if (!row?.isNewlySick) return;
    await audit(tx, domain, systemOrigin(systemPart, tenantId), {
      action: "notification-channel.sickened",
      resourceType: "notification-channel",
      resourceId: id,
      changes: [{ field: "lastFailure", after: failure }],
    });
    const { title } = channelKindFacts[kind];
    await this.notices.post(tx, {
      tenantId,
      kind: "channel-sick",
      severity: "WARNING",
      title: { zh: `通知渠道“${row.name}”异常`, en: `Notification channel “${row.name}” fails` },
      body: {
        zh: `${title.zh}连续发送失败，最近的原因：${failure}。在它恢复之前，其他渠道会代替它发送。`,
        en: `The ${title.en} keeps failing, last with ${failure}. Other channels stand in for it until something gets through again.`,
      },
      path: `/notification-channels/${id}`,
      subject: { type: "notification-channel", id },
      audience: {
        permission: "channel:manage",
        ...(row.createdById !== null && { userIds: [row.createdById] }),
      },
      channels: "IN_APP",
      dedupeKey: `channel-sick ${id} ${now.toISOString()}`,
    });
  }
}
