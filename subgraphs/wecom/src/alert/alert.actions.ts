import { inTenant } from "@wegraph/database/scope";
import { oneOf } from "@wegraph/kit/codes";
import { AppError } from "@wegraph/kit/errors";
import type { Logger } from "@wegraph/kit/log";
import { audit } from "@wegraph/kit/audit";
import { systemOrigin } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import { stepsFor } from "../account/account.rules.ts";
import { isStale } from "../account/account.transitions.ts";
import type { Transitions } from "../account/account.transitions.ts";
import type { MessageReassign } from "../message/routing/message.reassign.ts";
import { accountStatuses } from "../account/account.machine.ts";
import { domain, patient } from "../wecom.database.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { announceAlerts, reachOf } from "./alert.announce.ts";
import { recoveryActOf } from "./alert.action.rules.ts";
import type { AlertAction, AlertActionState } from "./alert.codes.ts";
import { recordEntries } from "./alert.entries.ts";
import { alertColumns } from "./alert.row.ts";
import type { AlertRow } from "./alert.row.ts";

const purpose = "account-alerts";
const attemptsMax = 3;
const leaseSeconds = 60;
const atOnceMax = 50;

interface Due {
  alertId: string;
  tenantId: string;
  action: AlertAction;
  attempts: number;
}

interface Outcome {
  state: Exclude<AlertActionState, "PENDING">;
  /** As a code. */
  outcome: string;
  affected?: number;
}

interface ActionOptions {
  db: WecomDatabase;
  transitions: Transitions;
  reassign: MessageReassign;
  clock: () => Date;
  log: Logger;
}

/**
 * Does what rules want done by themselves. An act and the note that it was done are one transaction, so each is done once
 * for an alert, whoever dies in between; in the audit log the rule is who did it.
 */
export class AlertActions {
  constructor(private readonly options: ActionOptions) {}

  /** Does what is due; returns how many there were. Several processes share it. */
  async sweep(): Promise<number> {
    const due = await this.options.db.system(purpose).$queryRaw<Due[]>`
      UPDATE wegraph_account_alert_actions a
      SET due_at = now() + make_interval(secs => ${leaseSeconds}::float8), attempts = a.attempts + 1
      FROM (
        SELECT alert_id, action FROM wegraph_account_alert_actions WHERE due_at <= now() ORDER BY due_at
        LIMIT ${atOnceMax}::int FOR UPDATE SKIP LOCKED) AS taken
      WHERE a.alert_id = taken.alert_id AND a.action = taken.action
      RETURNING a.alert_id AS "alertId", a.tenant_id AS "tenantId", a.action, a.attempts`;
    for (const each of due) await inTenant(each.tenantId, () => this.perform(each));
    return due.length;
  }

  private async perform(due: Due): Promise<void> {
    const { db, log } = this.options;
    try {
      await db.tenant.$transaction((tx) => this.performIn(tx, due), { ...patient, timeout: 60_000 });
    } catch (error) {
      const isFinal = (error instanceof AppError && !isStale(error)) || due.attempts >= attemptsMax;
      // Its lease runs out and it is tried again.
      if (!isFinal) return log.warn({ err: error, ...due }, "act of an alert not done yet");
      const state = error instanceof AppError ? "REFUSED" : "FAILED";
      if (state === "FAILED") log.error({ err: error, ...due }, "act of an alert failed");
      const outcome = error instanceof AppError ? error.reason : "INTERNAL";
      await db.tenant.$transaction(async (tx) => {
        const alert = await this.lock(tx, due);
        if (alert) await this.finish(tx, due, alert, { state, outcome });
      }, patient);
    }
  }

  private async performIn(tx: Tx, due: Due): Promise<void> {
    const alert = await this.lock(tx, due);
    if (alert) await this.finish(tx, due, alert, await this.act(tx, due.action, alert));
  }

  /** The alert, if the act is still to be done: its row is locked until the end. */
  private async lock(tx: Tx, { alertId, action }: Due): Promise<AlertRow | null> {
    // The alert first, as everybody who writes both does.
    const [alert] = await tx.$queryRaw<AlertRow[]>`
      SELECT ${alertColumns} FROM wework_account_alerts o WHERE o.id = ${alertId}::uuid FOR UPDATE`;
    const pending = await tx.accountAlertAction.count({ where: { alertId, action, state: "PENDING" } });
    return alert && pending === 1 && alert.state !== "RESOLVED" ? alert : null;
  }

  private async act(tx: Tx, action: AlertAction, alert: AlertRow): Promise<Outcome> {
    switch (action) {
      case "NOTIFY":
        return { state: "DONE", outcome: "HANDED_OVER" };
      case "RECOVER":
        return this.recover(tx, alert);
      case "PAUSE_SENDING":
        return this.pause(tx, alert);
      case "SWITCH_ACCOUNT": {
        const affected = await this.options.reassign.reassign(tx, alert.accountId, ruleOrigin(alert));
        return { state: "DONE", outcome: affected === 0 ? "NOTHING_TO_MOVE" : "MOVED", affected };
      }
    }
  }

  private async recover(tx: Tx, alert: AlertRow): Promise<Outcome> {
    const { accountId } = alert;
    const account = await tx.account.findFirst({
      where: { id: accountId, deletedAt: null },
      select: { status: true, connector: true },
    });
    if (!account) return { state: "REFUSED", outcome: "ACCOUNT_DELETED" };
    const status = oneOf(accountStatuses, account.status);
    if (status === "ONLINE") return { state: "REFUSED", outcome: "ALREADY_ONLINE" };
    const act = recoveryActOf(status, account.connector);
    if (!act) return { state: "REFUSED", outcome: "LOGIN_NEEDED" };
    await this.options.transitions.applyIn(tx, {
      accountId,
      origin: ruleOrigin(alert),
      act: act === "RECOVER" ? "account.recovery-started" : "account.login-started",
      steps: (snapshot) => stepsFor(act, snapshot.account.status, { byPerson: true }),
    });
    return { state: "DONE", outcome: act === "RECOVER" ? "RECOVERY_STARTED" : "LOGIN_STARTED" };
  }

  private async pause(
    tx: Tx,
    { id: alertId, accountId, tenantId, kind, ...alert }: AlertRow,
  ): Promise<Outcome> {
    const paused = await tx.$executeRaw`
      INSERT INTO wegraph_sending_pauses (account_id, tenant_id, alert_id, kind, since)
      SELECT a.id, ${tenantId}::uuid, ${alertId}::uuid, ${kind}, ${this.options.clock()}::timestamptz
      FROM wework_accounts a WHERE a.id = ${accountId}::uuid AND a.deleted_at IS NULL ON CONFLICT DO NOTHING`;
    if (paused === 0) return { state: "DONE", outcome: "ALREADY_PAUSED" };
    await audit(tx, domain, ruleOrigin({ tenantId, kind, ...alert }), {
      action: "account.sending-paused",
      resourceType: "account",
      resourceId: accountId,
      changes: [{ field: "alert", after: alertId }],
    });
    return { state: "DONE", outcome: "PAUSED" };
  }

  private async finish(
    tx: Tx,
    { alertId, tenantId, action }: Due,
    alert: AlertRow,
    done: Outcome,
  ): Promise<void> {
    const { state, outcome, affected = null } = done;
    const now = this.options.clock();
    await tx.accountAlertAction.updateMany({
      where: { alertId, action },
      data: { state, outcome, affected, dueAt: null, doneAt: now },
    });
    const [changed] = await tx.$queryRaw<AlertRow[]>`
      UPDATE wework_account_alerts o SET version = o.version + 1 WHERE o.id = ${alertId}::uuid RETURNING ${alertColumns}`;
    const origin = ruleOrigin(alert);
    const note = affected === null ? null : String(affected);
    await recordEntries(
      tx,
      [{ alertId, tenantId, type: "ACTION", actor: origin.actor, action, outcome, note }],
      now,
    );
    const reach = (await reachOf(tx, [alert.accountId])).get(alert.accountId);
    if (changed && reach) await announceAlerts(tx, [{ alert: changed, change: "ACTED", reach, origin }]);
  }
}

/** The rule as who acts. */
function ruleOrigin({ tenantId, kind }: Pick<AlertRow, "tenantId" | "kind">): Origin {
  const origin = systemOrigin("alert-rule", tenantId);
  return { ...origin, actor: { ...origin.actor, name: `alert rule ${kind}` } };
}
