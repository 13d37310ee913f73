import type { Tx } from "../../database.ts";
import { worstOf } from "../alert.codes.ts";
import { recordAlerts } from "../alert.record.ts";
import type { AlertRow } from "../alert.row.ts";
import { alertColumns } from "../alert.row.ts";
import type { AlertGroupRow, ChangeToTell } from "./group.store.ts";
import { deleteChanges, savePosted } from "./group.store.ts";
import { isSameSuppression } from "./suppression.rules.ts";
import type { Suppression } from "./suppression.rules.ts";
import { writeSuppressions } from "./suppression.store.ts";
import type { Fate } from "./tell.rules.ts";

export interface Weighed {
  change: ChangeToTell;
  fate: Fate;
}

interface Settlement {
  weighed: readonly Weighed[];
  /** Of what was told; null: nothing was. */
  noticeId: string | null;
}

/** Writes down what became of changes: who was told, and why nobody was. */
export async function settle(
  tx: Tx,
  group: AlertGroupRow,
  { weighed, noticeId }: Settlement,
  now: Date,
): Promise<void> {
  const told = weighed.filter(({ fate }) => fate.do === "TELL").map(({ change }) => change);
  const untold = weighed.flatMap(({ change, fate }) =>
    fate.do !== "TELL" && fate.because && !isSameSuppression(change.alert.suppression, fate.because)
      ? [{ alert: change.alert, suppression: fate.because }]
      : [],
  );
  await writeSuppressions(tx, latestOfEach(untold), now);
  if (noticeId !== null) await tellOf(tx, group, told, noticeId, now);
  await deleteChanges(
    tx,
    weighed.filter(({ fate }) => fate.do !== "HOLD").map(({ change }) => change.id),
  );
}

async function tellOf(
  tx: Tx,
  group: AlertGroupRow,
  told: readonly ChangeToTell[],
  noticeId: string,
  now: Date,
): Promise<void> {
  const ids = (change: ChangeToTell["change"]) =>
    told.filter((each) => each.change === change).map(({ alertId }) => alertId);
  const all = told.map(({ alertId }) => alertId);
  const alerts = await tx.$queryRaw<AlertRow[]>`
    UPDATE saas_unified_alerts a SET notified_at = coalesce(a.notified_at, ${now}::timestamptz),
      suppression = NULL, suppressed_at = NULL, version = a.version + 1
    WHERE a.id = ANY (${all}::uuid[]) RETURNING ${alertColumns}`;
  await tx.$executeRaw`
    UPDATE wegraph_system_alert_keys SET notified_at = ${now}::timestamptz WHERE alert_id = ANY (${ids("FIRED")}::uuid[])`;
  const changeOf = new Map(told.map(({ alertId, change }) => [alertId, change]));
  await recordAlerts(
    tx,
    alerts.map((alert) => ({
      alert,
      change: "NOTIFIED",
      detail: { noticeId, told: changeOf.get(alert.id) ?? "FIRED", together: told.length },
    })),
    now,
  );
  const firing = told.filter(({ change }) => change !== "RESOLVED");
  await savePosted(tx, group.id, {
    postedAt: now,
    severity: worstOf([
      ...(group.postedSeverity ? [group.postedSeverity] : []),
      ...firing.map(({ severity }) => severity),
    ]),
    names: [...new Set([...group.postedNames, ...firing.map(({ name }) => name)])],
  });
}

/** An alert may have two changes at a time; it has one reason. */
function latestOfEach(
  untold: readonly { alert: AlertRow; suppression: Suppression }[],
): { alert: AlertRow; suppression: Suppression }[] {
  return [...new Map(untold.map((each) => [each.alert.id, each])).values()];
}
