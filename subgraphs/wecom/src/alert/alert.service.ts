import { audit } from "@wegraph/kit/audit";
import type { RequestContext } from "@wegraph/kit/context";
import { AppError, notFound } from "@wegraph/kit/errors";
import { originOf } from "@wegraph/kit/outbox";
import { refusal } from "@wegraph/kit/principal";
import type { Principal } from "@wegraph/kit/principal";
import { reaches } from "@wegraph/kit/reach";
import { domain, patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { announceAlerts, reachOf } from "./alert.announce.ts";
import type { AlertChange } from "./alert.events.ts";
import { recordEntries } from "./alert.entries.ts";
import type { AcknowledgeAccountAlertsInput, ResolveAccountAlertInput } from "./alert.input.ts";
import { alertColumns } from "./alert.row.ts";
import type { AlertRow } from "./alert.row.ts";
import { alertsWithinReach } from "./alert.scope.ts";
import { resolveAlerts } from "./alert.store.ts";

const right = "alert:acknowledge";

/** What people do to alerts. */
export class AlertService {
  constructor(
    private readonly db: WecomDatabase,
    private readonly clock: () => Date,
  ) {}

  /** Somebody looks after them. One that is over or taken already stays as it is; the first note counts. */
  async acknowledge(context: RequestContext, input: AcknowledgeAccountAlertsInput): Promise<void> {
    const { principal } = context;
    const { alertIds, note } = input;
    await this.demandReach(context, alertIds);
    const now = this.clock();
    await this.db.tenant.$transaction(async (tx) => {
      const alerts = await tx.$queryRaw<AlertRow[]>`
        UPDATE wework_account_alerts o SET state = 'ACKNOWLEDGED', acknowledged_at = ${now}::timestamptz,
          acknowledged_by_id = ${personId(principal)}::uuid, acknowledge_note = ${note || null}, version = o.version + 1
        WHERE o.id = ANY (${alertIds}::uuid[]) AND o.state = 'OPEN' RETURNING ${alertColumns}`;
      await this.record(tx, context, alerts, { change: "ACKNOWLEDGED", note: note || null, now });
    }, patient);
  }

  /**
   * Ends an alert. If its cause lasts, the next look raises a new one, five minutes later at the earliest.
   * @throws AppError CONFLICT when it is over already.
   */
  async resolve(context: RequestContext, { alertId, reason }: ResolveAccountAlertInput): Promise<void> {
    const { principal } = context;
    await this.demandReach(context, [alertId]);
    const now = this.clock();
    await this.db.tenant.$transaction(async (tx) => {
      const alerts = await resolveAlerts(
        tx,
        [{ id: alertId, resolution: "BY_HAND", resolvedById: personId(principal), note: reason }],
        now,
      );
      if (alerts.length === 0)
        throw new AppError("CONFLICT", "ALERT_RESOLVED", "This alert is over already.", { id: alertId });
      await this.record(tx, context, alerts, { change: "RESOLVED", note: reason, now });
    }, patient);
  }

  /** An account sends again although the alert that held it up lasts. */
  async resumeSending(context: RequestContext, accountId: string): Promise<void> {
    const { principal } = context;
    await this.db.tenant.$transaction(async (tx) => {
      const account = await tx.account.findFirst({ where: { id: accountId, deletedAt: null } });
      if (!account || !reaches(principal, "account:read", account)) throw notFound("account", accountId);
      if (!reaches(principal, "message:send", account)) throw refusal(principal, ["message:send"]);
      const { count } = await tx.sendingPause.deleteMany({ where: { accountId } });
      if (count === 0) return; // It sends; there is nothing to change and nothing to tell.
      await audit(tx, domain, originOf(context), {
        action: "account.sending-resumed",
        resourceType: "account",
        resourceId: accountId,
      });
    }, patient);
  }

  /** What the caller cannot see does not exist; what they see but may not touch is FORBIDDEN. */
  private async demandReach({ principal }: RequestContext, ids: readonly string[]): Promise<void> {
    const { accountAlert } = this.db.tenant;
    const [seen, mine] = await Promise.all([
      alertsWithinReach(this.db, principal, "alert:read"),
      alertsWithinReach(this.db, principal, right),
    ]);
    const rows = await accountAlert.findMany({
      where: { AND: [{ id: { in: [...ids] } }, seen] },
      select: { id: true },
    });
    const known = new Set(rows.map(({ id }) => id));
    const missing = ids.find((id) => !known.has(id.toLowerCase()));
    if (missing !== undefined) throw notFound("account alert", missing);
    const reached = await accountAlert.count({ where: { AND: [{ id: { in: [...ids] } }, mine] } });
    if (reached < known.size) throw refusal(principal, [right]);
  }

  private async record(
    tx: Tx,
    context: RequestContext,
    alerts: readonly AlertRow[],
    {
      change,
      note,
      now,
    }: { change: Extract<AlertChange, "ACKNOWLEDGED" | "RESOLVED">; note: string | null; now: Date },
  ): Promise<void> {
    const origin = originOf(context);
    const entries = alerts.map(({ id: alertId, tenantId, severity, resolution }) => ({
      alertId,
      tenantId,
      severity,
      note,
      type: change,
      actor: origin.actor,
      outcome: resolution,
    }));
    await recordEntries(tx, entries, now);
    const accountIds = alerts.map(({ accountId }) => accountId);
    const reach = await reachOf(tx, accountIds);
    await announceAlerts(
      tx,
      alerts.flatMap((alert) => {
        const known = reach.get(alert.accountId);
        return known ? [{ alert, change, reach: known, origin }] : [];
      }),
    );
    for (const { id, kind, accountId } of alerts)
      await audit(tx, domain, origin, {
        action: change === "RESOLVED" ? "account-alert.resolved" : "account-alert.acknowledged",
        resourceType: "account-alert",
        resourceId: id,
        changes: [
          { field: "kind", after: kind },
          { field: "account", after: accountId },
          ...(note ? [{ field: "note", after: note }] : []),
        ],
      });
  }
}

/** A program is no person; who it was stands in the timeline and the audit log. */
function personId({ kind, id }: Principal): string | null {
  return kind === "USER" ? id : null;
}
