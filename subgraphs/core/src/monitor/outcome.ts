import type { Tx } from "../database.ts";
import type { HappenedTo } from "../system-alert/alert.record.ts";
import { recordAlerts } from "../system-alert/alert.record.ts";
import type { AlertRow } from "../system-alert/alert.row.ts";
import {
  insertAlerts,
  markClearing,
  markStale,
  resolveAlerts,
  updateAlerts,
} from "../system-alert/alert.store.ts";
import { putToTelling } from "../system-alert/telling/pending.ts";
import { alertSummary, metricUnit, ruleTitle } from "./alert.texts.ts";
import { worseOf } from "./condition.rules.ts";
import type { Verdict } from "./decision.rules.ts";
import { isFlapping } from "./flapping.rules.ts";
import type { RuleSeries, WatchedRule } from "./series.ts";
import { forgetWatches, saveWatches } from "./watch.store.ts";
import type { WatchChange, WatchRow } from "./watch.store.ts";

export interface Decided<V extends Verdict = Verdict> {
  rule: WatchedRule;
  series: RuleSeries;
  watch: WatchRow | null;
  verdict: V;
}

/** How many alerts a look has changed. */
export interface Evaluation {
  raised: number;
  resolved: number;
  changed: number;
}

const hourMs = 60 * 60_000;

/** Does what was decided, in sets: alerts, what is remembered of the series, timelines, events, and what people are told. */
export async function actOn(tx: Tx, decided: readonly Decided[], now: Date): Promise<Evaluation> {
  const of = <D extends Verdict["do"]>(what: D) =>
    decided.filter((each): each is Decided<Extract<Verdict, { do: D }>> => each.verdict.do === what);
  const open = <D extends Verdict["do"]>(what: D) =>
    of(what).flatMap((each) => {
      const { alertId: id, alertRaisedAt: raisedAt } = each.watch ?? {};
      return id && raisedAt ? [{ ...each, place: { id, raisedAt } }] : [];
    });

  const raising = of("RAISE");
  const raised = await insertAlerts(
    tx,
    raising.map((each) => newAlert(each, now)),
  );
  const updates = open("UPDATE");
  const updated = await updateAlerts(
    tx,
    updates.map((each) => ({ ...each.place, ...measuredOf(each, each.verdict.value) })),
    now,
  );
  const clearings = open("CLEARING");
  const clearing = await markClearing(
    tx,
    clearings.map(({ place, verdict }) => ({ ...place, value: verdict.value })),
    now,
  );
  const stales = open("STALE");
  const stale = await markStale(
    tx,
    stales.map(({ place, verdict }) => ({ ...place, since: verdict.since })),
    now,
  );

  const raisedKeys = new Map(raised.map((alert) => [`${alert.sourceId} ${alert.fingerprint}`, alert.id]));
  await saveWatches(
    tx,
    [
      ...raising.map((each) => {
        const alertId = raisedKeys.get(`${each.rule.id} ${each.series.fingerprint}`) ?? null;
        return watchOf(each, { since: each.verdict.since, alertId, raisedAt: alertId === null ? null : now });
      }),
      ...of("WATCH").map((each) => watchOf(each, { since: each.verdict.since })),
      ...updates.map((each) => watchOf(each, { since: each.watch?.since ?? null, alertId: each.place.id })),
      ...clearings.map((each) =>
        watchOf(each, { since: each.watch?.since ?? null, alertId: each.place.id, clearingSince: now }),
      ),
    ],
    now,
  );
  const resolved = await resolveAlerts(
    tx,
    open("RESOLVE").map(({ place, verdict }) => ({
      ...place,
      value: verdict.value,
      resolution: "CAUSE_GONE",
    })),
    now,
  );
  await forgetWatches(
    tx,
    of("FORGET").map(({ rule, series }) => ({ ruleId: rule.id, fingerprint: series.fingerprint })),
    new Date(now.getTime() - hourMs),
  );

  const happened = [
    ...happenings(raised, "RAISED"),
    ...happenings(updated, "MEASURED"),
    ...happenings(clearing, "CLEARING"),
    ...happenings(stale, "STALE"),
    ...happenings(resolved, "RESOLVED"),
  ];
  await recordAlerts(tx, happened, now);
  await putToTelling(
    tx,
    [
      ...raised.map((alert) => ({ alert, change: "FIRED" as const })),
      ...resolved.map((alert) => ({ alert, change: "RESOLVED" as const })),
    ],
    now,
  );
  return { raised: raised.length, resolved: resolved.length, changed: happened.length };
}

function happenings(alerts: readonly AlertRow[], change: HappenedTo["change"]): HappenedTo[] {
  return alerts.map((alert) => ({ alert, change }));
}

function newAlert({ rule, series, watch, verdict }: Decided<Extract<Verdict, { do: "RAISE" }>>, now: Date) {
  const title = ruleTitle(rule);
  const summary = alertSummary(rule, series.labels, verdict.value);
  return {
    tenantId: rule.tenantId,
    key: `rule:${rule.id}:${series.fingerprint}`,
    source: "RULE" as const,
    sourceId: rule.id,
    name: rule.shippedKey ?? rule.name,
    fingerprint: series.fingerprint,
    labels: { ...series.labels, ...rule.labels },
    titleZh: title.zh,
    titleEn: title.en,
    summaryZh: summary.zh,
    summaryEn: summary.en,
    metric: rule.metric,
    measure: rule.measure,
    operator: rule.operator,
    threshold: rule.threshold,
    unit: metricUnit(rule.metric),
    value: verdict.value,
    peak: verdict.value,
    severity: rule.severity,
    state: "FIRING" as const,
    since: verdict.since,
    raisedAt: now,
    isFlapping: isFlapping([...(watch?.raisedAt ?? []), now], now),
    path: null,
  };
}

function measuredOf({ rule, series, watch }: Decided, value: number | null) {
  const summary = alertSummary(rule, series.labels, value);
  const peak = value === null || watch?.peak == null ? value : worseOf(watch.peak, value, rule);
  return { value, peak, summaryZh: summary.zh, summaryEn: summary.en };
}

function watchOf(
  { rule, series }: Decided,
  known: { since: Date | null; alertId?: string | null; clearingSince?: Date | null; raisedAt?: Date | null },
): WatchChange {
  return {
    ruleId: rule.id,
    tenantId: rule.tenantId,
    fingerprint: series.fingerprint,
    labels: series.labels,
    since: known.since,
    clearingSince: known.clearingSince ?? null,
    sampledAt: series.samples.at(-1)?.at ?? null,
    alertId: known.alertId ?? null,
    raisedAt: known.raisedAt ?? null,
  };
}
