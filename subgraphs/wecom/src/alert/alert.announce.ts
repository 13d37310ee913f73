import { announceAll } from "@wegraph/kit/outbox";
import type { Origin } from "@wegraph/kit/outbox";
import type { Tx } from "../wecom.database.ts";
import type { AlertChange, AlertEvent } from "./alert.events.ts";
import { accountAlertRaised, accountAlertResolved, accountAlertUpdated } from "./alert.events.ts";
import { alertKindTable } from "./alert.kinds.ts";
import type { AlertRow } from "./alert.row.ts";
import { textOf } from "./alert.texts.ts";

/** Whose account it is, which decides who may hear of its alerts. */
export interface AlertReachFacts {
  group: string | null;
  ownerUserId: string | null;
  boundUserIds: string[];
  department: string | null;
}

export interface ChangedAlert {
  alert: AlertRow;
  change: AlertChange;
  reach: AlertReachFacts;
  origin: Origin;
}

const nobody: AlertReachFacts = { group: null, ownerUserId: null, boundUserIds: [], department: null };

const eventOf: Readonly<Record<AlertChange, typeof accountAlertRaised>> = {
  RAISED: accountAlertRaised,
  MEASURED: accountAlertUpdated,
  ESCALATED: accountAlertUpdated,
  CLEARING: accountAlertUpdated,
  ACKNOWLEDGED: accountAlertUpdated,
  ACTED: accountAlertUpdated,
  RESOLVED: accountAlertResolved,
};

/** What people are told of, if the rule says so: that it began, became worse, and is over. */
const told: ReadonlySet<AlertChange> = new Set(["RAISED", "ESCALATED", "RESOLVED"]);

/** Tells what happened to alerts, in the transaction in which it did. */
export async function announceAlerts(tx: Tx, changed: readonly ChangedAlert[]): Promise<void> {
  await announceAll(
    tx,
    changed.map(({ alert, change, reach, origin }) => ({
      origin,
      definition: eventOf[change],
      payload: payloadOf(alert, change, reach),
    })),
  );
}

/** Of accounts that are still there; a deleted one's alerts are for those who see the whole tenant. */
export async function reachOf(tx: Tx, accountIds: readonly string[]): Promise<Map<string, AlertReachFacts>> {
  const rows = await tx.account.findMany({
    where: { id: { in: [...accountIds] } },
    select: { id: true, groupName: true, ownerUserId: true, boundUserIds: true, department: true },
  });
  const known = new Map(rows.map(({ id, groupName, ...rest }) => [id, { ...rest, group: groupName }]));
  return new Map(accountIds.map((id) => [id, known.get(id) ?? nobody]));
}

function payloadOf(alert: AlertRow, change: AlertChange, reach: AlertReachFacts): AlertEvent {
  const { id, kind, since, raisedAt, resolvedAt, actions } = alert;
  const { unit } = alertKindTable[kind];
  const measured = { ...alert, unit };
  return {
    ...reach,
    alertId: id,
    version: alert.version,
    change,
    notify: told.has(change) && actions.includes("NOTIFY"),
    accountId: alert.accountId,
    accountName: alert.accountName,
    kind,
    severity: alert.severity,
    state: alert.state,
    unit,
    value: alert.value,
    peak: alert.peak,
    threshold: alert.threshold,
    count: alert.count,
    since: since.toISOString(),
    raisedAt: raisedAt.toISOString(),
    resolvedAt: resolvedAt?.toISOString() ?? null,
    resolution: alert.resolution,
    actions,
    texts: { "zh-CN": textOf(kind, measured, "ZH_CN"), en: textOf(kind, measured, "EN") },
    path: `/alerts/${id}`,
  };
}
