import type { LiveSettings } from "@wegraph/kit/liveSettings";
import { systemOrigin } from "@wegraph/kit/outbox";
import { inChunks } from "../bulk/bulk.rules.ts";
import type { Tx, WecomDatabase } from "../wecom.database.ts";
import { announceAlerts } from "./alert.announce.ts";
import type { ChangedAlert } from "./alert.announce.ts";
import type { AlertEntryType, AlertKind } from "./alert.codes.ts";
import { decide, worse } from "./alert.decision.ts";
import type { Verdict, Watched } from "./alert.decision.ts";
import { recordEntries } from "./alert.entries.ts";
import { alertKindTable } from "./alert.kinds.ts";
import type { AlertRow } from "./alert.row.ts";
import { insertAlerts, markClearing, resolveAlerts, saveWatches, updateAlerts } from "./alert.store.ts";
import { alertRepeatSeconds } from "./alert.settings.ts";
import { readWatched } from "./alert.watch.ts";
import type { WatchedRow } from "./alert.watch.ts";

const purpose = "account-alerts";
/** So many accounts are written about with one statement. */
const atOnceMax = 500;
const patientForMany = { maxWait: 10_000, timeout: 60_000 } as const;

interface Decided<V extends Verdict = Verdict> {
  row: WatchedRow;
  verdict: V;
}

/** How many alerts a look has changed. */
export interface Evaluation {
  raised: number;
  resolved: number;
  changed: number;
}

/**
 * Looks at one kind for all accounts of all tenants and does what follows. The kind's row in the schedule is locked
 * meanwhile, so that of any number of processes one looks; that only one alert can be open is the database's own rule.
 */
export class AlertEvaluator {
  constructor(
    private readonly db: WecomDatabase,
    private readonly settings: LiveSettings,
    private readonly clock: () => Date,
  ) {}

  /**
   * @param when only if the kind is due; or if it was not looked at since this moment. Null means somebody else is at it,
   * or there is no need.
   */
  evaluate(kind: AlertKind, when: "DUE" | Date): Promise<Evaluation | null> {
    return this.db.system(purpose).$transaction(async (tx) => {
      if (!(await this.claim(tx, kind, when))) return null;
      return this.look(tx, kind);
    }, patientForMany);
  }

  /** The database's clock alone says when something is due: a process whose own is wrong keeps nobody waiting. */
  private async claim(tx: Tx, kind: AlertKind, when: "DUE" | Date): Promise<boolean> {
    const taken = await tx.$queryRaw<unknown[]>`
      SELECT 1 FROM wegraph_account_alert_schedule
      WHERE kind = ${kind} AND CASE WHEN ${when === "DUE"} THEN due_at <= now()
        ELSE evaluated_at IS NULL OR evaluated_at < ${when === "DUE" ? null : when}::timestamptz END
      FOR UPDATE SKIP LOCKED`;
    if (taken.length === 0) return false;
    await tx.$executeRaw`
      UPDATE wegraph_account_alert_schedule
      SET evaluated_at = now(), due_at = now() + make_interval(secs => ${alertKindTable[kind].everySeconds}::float8) WHERE kind = ${kind}`;
    return true;
  }

  private async look(tx: Tx, kind: AlertKind): Promise<Evaluation> {
    const now = this.clock();
    const rows = await readWatched(tx, kind, now);
    const decided = rows.map((row) => {
      const repeatAfterMs = this.settings.get(alertRepeatSeconds, row.tenantId) * 1_000;
      return { row, verdict: decide({ ...watchedOf(row, now), repeatAfterMs }, alertKindTable[kind]) };
    });
    const total = { raised: 0, resolved: 0, changed: 0 };
    for (const chunk of inChunks(
      decided.filter(({ verdict }) => verdict.do !== "NOTHING"),
      atOnceMax,
    )) {
      const { raised, resolved, changed } = await this.act(tx, kind, chunk, now);
      total.raised += raised;
      total.resolved += resolved;
      total.changed += changed;
    }
    return total;
  }

  private async act(tx: Tx, kind: AlertKind, decided: readonly Decided[], now: Date): Promise<Evaluation> {
    const of = <D extends Verdict["do"]>(what: D) =>
      decided.filter((each): each is Decided<Extract<Verdict, { do: D }>> => each.verdict.do === what);
    const { bad } = alertKindTable[kind];
    const raising = of("RAISE");
    const updating = of("UPDATE");

    const raised = await insertAlerts(
      tx,
      kind,
      raising.map(({ row, verdict }) => ({ row, severity: verdict.severity, since: verdict.since })),
      now,
    );
    const updated = await updateAlerts(
      tx,
      updating.map(({ row, verdict }) => ({
        id: row.openId ?? "",
        version: row.openVersion ?? 0,
        value: row.value ?? row.openValue ?? 0,
        peak: worse(row.openPeak ?? row.value ?? 0, row.value ?? row.openPeak ?? 0, bad),
        severity: verdict.severity,
        detail: row.detail ?? {},
      })),
      now,
    );
    const clearing = await markClearing(
      tx,
      of("CLEARING").map(({ row }) => ({ id: row.openId ?? "", value: row.value })),
      now,
    );
    const resolved = await resolveAlerts(
      tx,
      of("RESOLVE").map(({ row, verdict }) => ({
        id: row.openId ?? "",
        resolution: verdict.resolution,
        value: row.value,
      })),
      now,
    );
    await saveWatches(
      tx,
      kind,
      of("WATCH").map(({ row, verdict }) => ({ ...row, since: verdict.since })),
      [...of("FORGET"), ...raising].map(({ row }) => row.accountId),
    );

    const escalated = new Set(
      updating.filter(({ verdict }) => verdict.isEscalated).map(({ row }) => row.openId),
    );
    const changes = [
      ...changesOf(raised, () => "RAISED"),
      ...changesOf(updated, ({ id }) => (escalated.has(id) ? "ESCALATED" : "MEASURED")),
      ...changesOf(clearing, () => "CLEARING"),
      ...changesOf(resolved, () => "RESOLVED"),
    ];
    await record(tx, changes, decided, now);
    return { raised: raised.length, resolved: resolved.length, changed: changes.length };
  }
}

type Change = { alert: AlertRow; type: Exclude<AlertEntryType, "ACKNOWLEDGED" | "ACTION"> };

function changesOf(alerts: readonly AlertRow[], typeOf: (alert: AlertRow) => Change["type"]): Change[] {
  return alerts.map((alert) => ({ alert, type: typeOf(alert) }));
}

/** Timelines and events, in the transaction of what they tell. */
async function record(
  tx: Tx,
  changes: readonly Change[],
  decided: readonly Decided[],
  now: Date,
): Promise<void> {
  const rowOf = new Map(decided.map(({ row }) => [row.accountId, row]));
  const told = changes.flatMap(({ alert, type }): ChangedAlert[] => {
    const row = rowOf.get(alert.accountId);
    if (!row) return [];
    const { group, ownerUserId, boundUserIds, department } = row;
    const reach = { group, ownerUserId, boundUserIds, department };
    return [{ alert, change: type, reach, origin: systemOrigin(purpose, alert.tenantId) }];
  });
  await recordEntries(
    tx,
    changes.map(({ alert, type }) => ({
      alertId: alert.id,
      tenantId: alert.tenantId,
      type,
      actor: { kind: "SYSTEM", id: purpose },
      value: alert.value,
      severity: alert.severity,
      outcome: alert.resolution,
    })),
    now,
  );
  await announceAlerts(tx, told);
}

function watchedOf(row: WatchedRow, now: Date): Omit<Watched, "repeatAfterMs"> {
  const { openSeverity, openValue, openUpdatedAt, clearingSince } = row;
  const isOpen = row.openId !== null && openSeverity !== null && openValue !== null && openUpdatedAt !== null;
  return {
    now,
    value: row.value,
    began: row.began,
    rule: row,
    isAccountGone: row.isAccountGone,
    open: isOpen
      ? { severity: openSeverity, value: openValue, updatedAt: openUpdatedAt, clearingSince }
      : null,
    watchedSince: row.watchedSince,
    lastResolvedAt: row.lastResolvedAt,
  };
}
