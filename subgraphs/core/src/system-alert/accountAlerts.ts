import { createHash } from "node:crypto";
import { z } from "zod";
import type { Bus } from "@wegraph/kit/bus";
import { defineEvent, natsSubject } from "@wegraph/kit/events";
import type { DomainEvent } from "@wegraph/kit/events";
import { everyTenant } from "@wegraph/kit/feed";
import { firstDelivery } from "@wegraph/kit/outbox";
import type { CoreDatabase, Tx } from "../database.ts";
import { alertSeverities, isWorse } from "./alert.codes.ts";
import type { AlertChange, AlertState } from "./alert.codes.ts";
import { purpose } from "./alert.purpose.ts";
import { recordAlerts } from "./alert.record.ts";
import { alertColumns } from "./alert.row.ts";
import type { AlertRow } from "./alert.row.ts";
import { insertAlerts } from "./alert.store.ts";
import { putToTelling } from "./telling/pending.ts";
import { writeSuppressions } from "./telling/suppression.store.ts";

const words = z.object({ title: z.string(), summary: z.string() });
/** Of wecom's event what is used here. */
const payload = z.object({
  alertId: z.string(),
  version: z.number().int(),
  notify: z.boolean(),
  accountId: z.string(),
  accountName: z.string(),
  group: z.string().nullable(),
  kind: z.string(),
  severity: z.enum(alertSeverities),
  state: z.enum(["OPEN", "ACKNOWLEDGED", "RESOLVED"]),
  unit: z.string(),
  value: z.number(),
  peak: z.number(),
  threshold: z.number(),
  since: z.string(),
  raisedAt: z.string(),
  resolvedAt: z.string().nullable(),
  resolution: z.string().nullable(),
  actions: z.array(z.string()),
  texts: z.object({ "zh-CN": words, en: words }),
  path: z.string(),
});
type AccountAlert = z.infer<typeof payload>;

const subject = "wecom.account-alert.*.v1";
const consumer = "core-account-alerts";
/** Of different alerts; one alert's changes are ordered by their version, whatever order they come in. */
const concurrency = 8;
/** Partitions are there for the months since the platform was set up; an older alert's is made when it comes. */
const oldAfterMs = 20 * 24 * 60 * 60_000;

const stateOf: Readonly<Record<AccountAlert["state"], AlertState>> = {
  OPEN: "FIRING",
  ACKNOWLEDGED: "ACKNOWLEDGED",
  RESOLVED: "RESOLVED",
};

/** Takes the alerts of accounts in among the others. Wecom keeps them: here they are shown, and people told of them. */
export class AccountAlertIntake {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  listen(bus: Bus): Promise<{ stop(): Promise<void> }> {
    return bus.listen({
      durable: consumer,
      filter: natsSubject(everyTenant, subject),
      event: defineEvent(subject, payload),
      concurrency,
      handle: (event) => this.take(event),
    });
  }

  async take(event: DomainEvent<AccountAlert>): Promise<void> {
    await this.db.system(purpose).$transaction(async (tx) => {
      if (!(await firstDelivery(tx, consumer, event.id))) return;
      // A tenant that is gone has no alerts any more.
      if ((await tx.tenant.count({ where: { id: event.tenantId } })) === 0) return;
      await this.apply(tx, event);
    });
  }

  private async apply(tx: Tx, { tenantId, payload: told }: DomainEvent<AccountAlert>): Promise<void> {
    const now = this.clock();
    const raisedAt = new Date(told.raisedAt);
    if (now.getTime() - raisedAt.getTime() > oldAfterMs)
      await tx.$executeRaw`SELECT wegraph_ensure_partition('saas_unified_alerts', ${raisedAt}::timestamptz)`;
    const before = await lockedAlert(tx, tenantId, told.alertId);
    if (!before) {
      const [alert] = await insertAlerts(tx, [newAlert(tenantId, told)]);
      if (alert) return this.began(tx, alert, told, now);
      // Another of its events was faster: this one is compared with that.
      const faster = await lockedAlert(tx, tenantId, told.alertId);
      if (faster) await this.went(tx, faster, told, now);
      return;
    }
    await this.went(tx, before, told, now);
  }

  private async began(tx: Tx, alert: AlertRow, { actions }: AccountAlert, now: Date): Promise<void> {
    await recordAlerts(tx, [{ alert, change: "RAISED" }], now);
    if (alert.state === "RESOLVED") return recordAlerts(tx, [{ alert, change: "RESOLVED" }], now);
    if (actions.includes("NOTIFY")) await putToTelling(tx, [{ alert, change: "FIRED" }], now);
    else await writeSuppressions(tx, [{ alert, suppression: { kind: "UNWANTED", until: null } }], now);
  }

  /** An event that was overtaken by a later one changes nothing. */
  private async went(
    tx: Tx,
    before: AlertRow & { sourceVersion: number },
    told: AccountAlert,
    now: Date,
  ): Promise<void> {
    if (told.version <= before.sourceVersion || before.state === "RESOLVED") return;
    const state = stateOf[told.state];
    // What nobody took on stays as severe as it has become here.
    const severity =
      before.escalations > 0 && isWorse(before.severity, told.severity) ? before.severity : told.severity;
    const [alert] = await tx.$queryRaw<AlertRow[]>`
      UPDATE saas_unified_alerts a SET value = ${told.value}::float8, peak = ${told.peak}::float8, severity = ${severity}, state = ${state},
        summary_zh = ${told.texts["zh-CN"].summary}, summary_en = ${told.texts.en.summary},
        acknowledged_at = CASE WHEN ${state} = 'ACKNOWLEDGED' THEN coalesce(a.acknowledged_at, ${now}::timestamptz) ELSE a.acknowledged_at END,
        resolved_at = ${told.resolvedAt}::timestamptz, resolution = ${resolutionOf(told)}, source_version = ${told.version}::int,
        updated_at = ${now}::timestamptz, version = a.version + 1
      WHERE a.id = ${before.id}::uuid AND a.raised_at = ${before.raisedAt}::timestamptz RETURNING ${alertColumns}`;
    if (!alert) return;
    const change = changeOf(before, alert);
    await recordAlerts(tx, [{ alert, change }], now);
    if (change === "RESOLVED") {
      await tx.$executeRaw`UPDATE wegraph_system_alert_keys SET is_open = false WHERE alert_id = ${alert.id}::uuid`;
      await putToTelling(tx, [{ alert, change: "RESOLVED" }], now);
    }
    const isWorseNow = change === "SEVERITY_CHANGED" && isWorse(alert.severity, before.severity);
    if (!isWorseNow || !told.notify) return;
    // That it became worse is no repetition of what people were told.
    await tx.$executeRaw`UPDATE wegraph_system_alert_keys SET notified_at = NULL WHERE alert_id = ${alert.id}::uuid`;
    await putToTelling(tx, [{ alert, change: "FIRED" }], now);
  }
}

async function lockedAlert(
  tx: Tx,
  tenantId: string,
  sourceId: string,
): Promise<(AlertRow & { sourceVersion: number }) | undefined> {
  const [alert] = await tx.$queryRaw<(AlertRow & { sourceVersion: number })[]>`
    SELECT ${alertColumns}, a.source_version AS "sourceVersion" FROM wegraph_system_alert_keys k
    JOIN saas_unified_alerts a ON a.id = k.alert_id AND a.raised_at = k.raised_at
    WHERE k.tenant_id = ${tenantId}::uuid AND k.key = ${keyOf(sourceId)} FOR NO KEY UPDATE OF a`;
  return alert;
}

function keyOf(sourceId: string): string {
  return `wecom:${sourceId}`;
}

function changeOf(before: AlertRow, after: AlertRow): AlertChange {
  if (after.state === "RESOLVED") return "RESOLVED";
  if (after.state === "ACKNOWLEDGED" && before.state === "FIRING") return "ACKNOWLEDGED";
  return after.severity === before.severity ? "MEASURED" : "SEVERITY_CHANGED";
}

function resolutionOf({ state, resolution }: AccountAlert) {
  if (state !== "RESOLVED") return null;
  if (resolution === "BY_HAND") return "BY_HAND" as const;
  return resolution === "RULE_DISABLED" ? ("RULE_DISABLED" as const) : ("CAUSE_GONE" as const);
}

function newAlert(tenantId: string, told: AccountAlert) {
  const { texts, kind, accountId, accountName, group } = told;
  const labels = { component: "accounts", account: accountName, accountId, ...(group !== null && { group }) };
  return {
    tenantId,
    key: keyOf(told.alertId),
    source: "WECOM" as const,
    sourceId: told.alertId,
    name: kind.toLowerCase().replaceAll("_", "-"),
    fingerprint: createHash("sha256").update(`${kind} ${accountId}`).digest("hex").slice(0, 32),
    labels,
    titleZh: texts["zh-CN"].title,
    titleEn: texts.en.title,
    summaryZh: texts["zh-CN"].summary,
    summaryEn: texts.en.summary,
    metric: null,
    measure: null,
    operator: null,
    threshold: told.threshold,
    unit: told.unit,
    value: told.value,
    peak: told.peak,
    severity: told.severity,
    state: stateOf[told.state],
    since: new Date(told.since),
    raisedAt: new Date(told.raisedAt),
    isFlapping: false,
    path: told.path,
    acknowledgedAt: told.state === "ACKNOWLEDGED" ? new Date(told.raisedAt) : null,
    resolvedAt: told.resolvedAt === null ? null : new Date(told.resolvedAt),
    resolution: resolutionOf(told),
    sourceVersion: told.version,
  };
}
