import { inTenant } from "@wegraph/database/scope";
import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { systemOrigin } from "@wegraph/kit/outbox";
import { lenient } from "../health.database.ts";
import type { HealthDatabase, Tx } from "../health.database.ts";
import { stepDue } from "./alert.chain.ts";
import { patientsOf } from "./alert.endings.ts";
import type { AlertLedger, AlertNews } from "./alert.ledger.ts";
import type { AlertRow } from "./alert.row.ts";
import { healthAlertChain } from "./alert.settings.ts";
import { lockAlerts, updateAlerts } from "./alert.store.ts";

const part = "health-alert-escalation";
const atOnce = 200;

/** Tells more people of alerts that nobody has taken on in time, level by level. */
export class AlertEscalator {
  constructor(
    private readonly db: HealthDatabase,
    private readonly ledger: AlertLedger,
    private readonly settings: LiveSettings,
    private readonly clock: () => Date,
  ) {}

  /** What is due now, of all tenants. Returns how many were escalated. */
  async round(): Promise<number> {
    const tenants = await this.db.system(part).$queryRaw<{ id: string }[]>`
      SELECT DISTINCT tenant_id::text AS id FROM health_alerts WHERE escalate_at <= ${this.clock()}::timestamptz`;
    let count = 0;
    for (const { id } of tenants) count += await this.ofTenant(id);
    return count;
  }

  private async ofTenant(tenantId: string): Promise<number> {
    let total = 0;
    // An alert that was asleep for long has several levels due: each round takes it one further.
    for (;;) {
      const { looked, told } = await inTenant(tenantId, () =>
        this.db.tenant.$transaction((tx) => this.chunk(tx, tenantId), lenient),
      );
      total += told;
      if (looked === 0) return total;
    }
  }

  private async chunk(tx: Tx, tenantId: string): Promise<{ looked: number; told: number }> {
    const now = this.clock();
    // What somebody else has locked is being acknowledged, or escalated by another process.
    const due = await tx.$queryRaw<{ id: string }[]>`
      SELECT id::text AS id FROM health_alerts WHERE escalate_at <= ${now}::timestamptz AND state = 'ACTIVE'
      ORDER BY patient_id, rule_id, id LIMIT ${atOnce} FOR UPDATE SKIP LOCKED`;
    const alerts = await lockAlerts(
      tx,
      due.map(({ id }) => id),
    );
    const patients = await patientsOf(tx, alerts);
    const chain = this.settings.get(healthAlertChain, tenantId);
    const steps = alerts.map((alert) => ({ alert, ...stepOf(alert, chain, now) }));
    await updateAlerts(
      tx,
      steps.map(({ after }) => after),
    );
    const news = steps.flatMap(({ after, level }): AlertNews[] => {
      const patient = patients.get(after.patientId);
      if (!patient || !level) return [];
      const { audience, channels } = level;
      return [
        {
          alert: after,
          change: "ESCALATED",
          patient,
          origin: systemOrigin(part, tenantId),
          occurredAt: now,
          detail: { level: after.escalationLevel, audience },
          escalation: { level: after.escalationLevel, audience, channels },
        },
      ];
    });
    await this.ledger.write(tx, news, now);
    return { looked: alerts.length, told: news.length };
  }
}

function stepOf(alert: AlertRow, chain: Parameters<typeof stepDue>[0], now: Date) {
  const { severity, escalationLevel, escalateAt } = alert;
  const { level, nextAt } = stepDue(chain, severity, escalationLevel, escalateAt ?? now);
  const after: AlertRow = level
    ? {
        ...alert,
        escalationLevel: escalationLevel + 1,
        escalateAt: nextAt,
        updatedAt: now,
        version: alert.version + 1,
      }
    : { ...alert, escalateAt: null };
  return { level, after };
}
