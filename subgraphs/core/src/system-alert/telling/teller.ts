import type { Logger } from "@wegraph/kit/log";
import type { CoreDatabase, Tx } from "../../database.ts";
import type { Notices } from "../../notification/notice.ts";
import { purpose } from "../alert.purpose.ts";
import { policiesOf } from "../policy/policies.ts";
import type { TenantPolicy } from "../policy/policies.ts";
import { quietUntil } from "../policy/quiet.rules.ts";
import { lockAlerts } from "./alertLock.ts";
import { dueOf } from "./group.rules.ts";
import type { AlertGroupRow, ChangeToTell } from "./group.store.ts";
import { lockGroup, readChanges, readWaitingGroups } from "./group.store.ts";
import { suppressionsOf } from "./suppressionFacts.ts";
import { audienceOf } from "./audience.ts";
import { fateOf } from "./tell.rules.ts";
import { noticeText } from "./notice.texts.ts";
import { settle } from "./settle.ts";
import type { Weighed } from "./settle.ts";

/**
 * Tells people of what waits in groups that are due: one notice for all of it. What waits stands in the database until the
 * transaction that posts the notice, so that nothing is told twice or lost whenever a process dies.
 */
export class AlertTeller {
  constructor(
    private readonly db: CoreDatabase,
    private readonly notices: Notices,
    private readonly clock: () => Date,
    private readonly log: Logger,
  ) {}

  /** @returns how many notices were posted. */
  async tell(): Promise<number> {
    const groups = await readWaitingGroups(this.db.system(purpose));
    let posted = 0;
    for (const { id } of groups) {
      try {
        if (await this.tellGroup(id)) posted += 1;
      } catch (err) {
        // Another group must not wait for this one; it is tried again with the next look.
        this.log.warn({ err, groupId: id }, "alerts of a group not told of");
      }
    }
    return posted;
  }

  private tellGroup(groupId: string): Promise<boolean> {
    return this.db.system(purpose).$transaction(async (tx) => {
      await lockAlerts(tx);
      const group = await lockGroup(tx, groupId);
      if (!group) return false;
      const { tenantId } = group;
      const tenant = (await policiesOf(tx, [tenantId])).get(tenantId);
      if (!tenant) return false;
      const changes = await readChanges(tx, groupId);
      const now = this.clock();
      const weighed = await this.weigh(tx, group, tenant, changes, now);
      const ready = weighed.filter(({ fate }) => fate.do !== "HOLD").map(({ change }) => change);
      const due = dueOf(ready, group, tenant.policy);
      if (!due || due > now) {
        // What is held says so at once, though nothing is told yet.
        await settle(
          tx,
          group,
          { weighed: weighed.filter(({ fate }) => fate.do === "HOLD"), noticeId: null },
          now,
        );
        return false;
      }
      const told = weighed.filter(({ fate }) => fate.do === "TELL");
      const noticeId = told.length === 0 ? null : await this.post(tx, group, tenant, told);
      await settle(tx, group, { weighed, noticeId }, now);
      return noticeId !== null;
    });
  }

  private async weigh(
    tx: Tx,
    { tenantId }: AlertGroupRow,
    { policy, timeZone }: TenantPolicy,
    changes: readonly ChangeToTell[],
    now: Date,
  ): Promise<Weighed[]> {
    const suppressed = await suppressionsOf(tx, tenantId, policy, now);
    const quietEnd = quietUntil(policy.quietHours, timeZone, now);
    return changes.map((change) => ({
      change,
      fate: fateOf(change, change.alert, suppressed(change.alert), quietEnd, now),
    }));
  }

  private post(
    tx: Tx,
    group: AlertGroupRow,
    { policy, timeZone }: TenantPolicy,
    told: readonly Weighed[],
  ): Promise<string> {
    const { severity, title, body, path } = noticeText(
      told.map(({ change: { alert, change } }) => ({ alert, change })),
      timeZone,
    );
    const [first] = told;
    return this.notices.post(tx, {
      tenantId: group.tenantId,
      kind: "system-alert",
      severity,
      title,
      body,
      path,
      subject:
        told.length === 1 && first
          ? { type: "system-alert", id: first.change.alertId }
          : { type: "alert-group", id: group.id },
      audience: audienceOf(group, policy),
      channels: "BY_SEVERITY",
      dedupeKey: `alerts:${group.id}:${group.posts + 1}`,
    });
  }
}
