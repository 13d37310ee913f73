import type { CoreDatabase } from "../../database.ts";
import { purpose } from "../alert.purpose.ts";
import { recordAlerts } from "../alert.record.ts";
import { alertColumns } from "../alert.row.ts";
import type { AlertRow } from "../alert.row.ts";
import { claimWork } from "../alert.work.ts";
import { policiesOf } from "../policy/policies.ts";
import { lockAlerts } from "./alertLock.ts";
import { nextEscalation } from "./escalation.rules.ts";
import { putToTelling } from "./pending.ts";

export const escalateEveryMs = 5_000;

/** Takes alerts that nobody acknowledges to those whom the tenant's policy names, step by step. */
export class AlertEscalator {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  /** @returns how many went a step further; null: another process is at it, or it is not due. */
  escalate(when: "DUE" | "NOW" = "DUE"): Promise<number | null> {
    return this.db.system(purpose).$transaction(async (tx) => {
      const now = this.clock();
      if (!(await claimWork(tx, "escalate", { when, everyMs: escalateEveryMs, now }))) return null;
      await lockAlerts(tx);
      const waiting = await tx.$queryRaw<AlertRow[]>`
        SELECT ${alertColumns} FROM saas_unified_alerts a JOIN saas_tenants t ON t.id = a.tenant_id AND t.status = 'ACTIVE'
        WHERE a.state = 'FIRING' AND a.notified_at IS NOT NULL AND a.suppression IS NULL AND a.severity <> 'INFO'`;
      const policies = await policiesOf(tx, [...new Set(waiting.map(({ tenantId }) => tenantId))]);
      const next = waiting.flatMap(({ id, tenantId, raisedAt, severity, escalations, notifiedAt }) => {
        const steps = policies.get(tenantId)?.policy.escalation ?? [];
        const escalation = notifiedAt && nextEscalation(steps, { severity, escalations, notifiedAt }, now);
        return escalation ? [{ id, raisedAt, before: severity, ...escalation }] : [];
      });
      if (next.length === 0) return 0;
      const escalated = await tx.$queryRaw<AlertRow[]>`
        UPDATE saas_unified_alerts a SET escalations = e.step, severity = e.severity, updated_at = ${now}::timestamptz, version = a.version + 1
        FROM jsonb_to_recordset(${JSON.stringify(next)}::jsonb) AS e (id uuid, "raisedAt" timestamptz, step int, severity text)
        WHERE a.id = e.id AND a.raised_at = e."raisedAt" RETURNING ${alertColumns}`;
      const before = new Map(next.map(({ id, before: was }) => [id, was]));
      await recordAlerts(
        tx,
        escalated.map((alert) => ({
          alert,
          change: "ESCALATED",
          detail: { step: alert.escalations, severityBefore: before.get(alert.id) },
        })),
        now,
      );
      await putToTelling(
        tx,
        escalated.map((alert) => ({ alert, change: "ESCALATED", step: alert.escalations })),
        now,
      );
      return escalated.length;
    });
  }
}
