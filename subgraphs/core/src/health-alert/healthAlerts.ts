import type { Bus } from "@wegraph/kit/bus";
import { defineEvent, natsSubject } from "@wegraph/kit/events";
import type { DomainEvent } from "@wegraph/kit/events";
import { everyTenant } from "@wegraph/kit/feed";
import type { Logger } from "@wegraph/kit/log";
import { firstDelivery } from "@wegraph/kit/outbox";
import type { CoreDatabase, Tx } from "../database.ts";
import type { Notices } from "../notification/notice.ts";
import { healthAlertPayload } from "./healthAlert.event.ts";
import type { HealthAlertChange } from "./healthAlert.event.ts";
import { holdersOf } from "./holders.store.ts";
import { noticeTexts } from "./notice.texts.ts";
import { tellingOf } from "./told.rules.ts";

const subject = "health.alert.*.v1";
const consumer = "core-health-alerts";
const purpose = "health-alert-notices";
const concurrency = 8;

/** Tells people of health alerts: a notice for each change that somebody is to know of, once by event. */
export class HealthAlertNotices {
  constructor(
    private readonly db: CoreDatabase,
    private readonly notices: Notices,
    private readonly log: Logger,
  ) {}

  listen(bus: Bus): Promise<{ stop(): Promise<void> }> {
    return bus.listen({
      durable: consumer,
      filter: natsSubject(everyTenant, subject),
      event: defineEvent(subject, healthAlertPayload),
      concurrency,
      handle: (event) => this.take(event),
    });
  }

  async take(event: DomainEvent<HealthAlertChange>): Promise<void> {
    await this.db.system(purpose).$transaction(async (tx) => {
      if (!(await firstDelivery(tx, consumer, event.id))) return;
      // A tenant that is gone has nobody to tell.
      if ((await tx.tenant.count({ where: { id: event.tenantId } })) === 0) return;
      await this.tell(tx, event);
    });
  }

  private async tell(tx: Tx, { tenantId, actor, payload }: DomainEvent<HealthAlertChange>): Promise<void> {
    const { alertId, version, change, severity, path } = payload;
    const telling = tellingOf(payload, await holdersOf(tx, tenantId), actor.id);
    if (!telling) return;
    const { userIds, channels } = telling;
    // An audience of nobody would be everybody.
    if (userIds.length === 0) {
      this.log.warn({ tenantId, alertId, change }, "nobody may be told of a health alert");
      return;
    }
    await this.notices.post(tx, {
      tenantId,
      kind: "health-alert",
      severity: change === "RESOLVED" ? "INFO" : severity,
      ...noticeTexts(payload),
      path,
      subject: { type: "health-alert", id: alertId },
      audience: { userIds },
      channels,
      dedupeKey: `health-alert ${alertId} ${version}`,
    });
  }
}
