import type { CoreDatabase, Tx } from "../database.ts";
import type { MetricReader } from "../metric/metric.reader.ts";
import { claimWork } from "../system-alert/alert.work.ts";
import { lockAlerts } from "../system-alert/telling/alertLock.ts";
import { decide } from "./decision.rules.ts";
import { actOn } from "./outcome.ts";
import type { Decided, Evaluation } from "./outcome.ts";
import { SeriesSource, questionOf, windowStart } from "./series.ts";
import type { WatchedRule } from "./series.ts";
import { ensureShippedRules } from "./shippedRules.ts";
import { dropOldWatches, readRules, readWatches } from "./watch.store.ts";
import type { WatchRow } from "./watch.store.ts";

const purpose = "monitor-rules";
/**
 * A condition shows in a sample up to 10 s after it began, so that a look every 5 s raises its alert within the rule's
 * duration and 15 s.
 */
export const evaluateEveryMs = 5_000;
const dayMs = 24 * 60 * 60_000;
const patientForMany = { maxWait: 10_000, timeout: 60_000 } as const;

/** Looks at all rules of all tenants and does what follows; one process at a time, by the lease of its row. */
export class MonitorEvaluator {
  constructor(
    private readonly db: CoreDatabase,
    private readonly reader: MetricReader,
    private readonly clock: () => Date,
  ) {}

  /** @returns null: another process is at it, or it is not due. */
  evaluate(when: "DUE" | "NOW" = "DUE"): Promise<Evaluation | null> {
    return this.db.system(purpose).$transaction(async (tx) => {
      const claim = await claimWork(tx, "evaluate", { when, everyMs: evaluateEveryMs, now: this.clock() });
      return claim && this.look(tx, claim.doneBefore);
    }, patientForMany);
  }

  private async look(tx: Tx, lookedAt: Date | null): Promise<Evaluation> {
    const now = this.clock();
    await ensureShippedRules(tx, now);
    await dropOldWatches(tx, new Date(now.getTime() - dayMs));
    const rules = await readRules(tx);
    const watches = watchesByRule(await readWatches(tx));
    const source = new SeriesSource(this.reader, now, askersOf(rules));
    const decided: Decided[] = [];
    for (const rule of rules) {
      const series = await source.of(rule, windowStart(rule, lookedAt, now));
      decided.push(...decideRule(rule, series, watches.get(rule.id) ?? new Map<string, WatchRow>(), now));
    }
    await lockAlerts(tx);
    return actOn(tx, decided, now);
  }
}

/** What is watched and has no series any more is decided too: by no samples. */
function decideRule(
  rule: WatchedRule,
  series: Awaited<ReturnType<SeriesSource["of"]>>,
  watches: ReadonlyMap<string, WatchRow>,
  now: Date,
): Decided[] {
  const there = new Set(series.map(({ fingerprint }) => fingerprint));
  const gone = [...watches.values()]
    .filter(({ fingerprint }) => !there.has(fingerprint))
    .map(({ fingerprint, labels }) => ({ fingerprint, labels, samples: [] }));
  return [...series, ...gone].map((each) => {
    const watch = watches.get(each.fingerprint) ?? null;
    const verdict = decide({ now, samples: each.samples, rule, watched: watchedOf(watch) });
    return { rule, series: each, watch, verdict };
  });
}

function watchedOf(watch: WatchRow | null) {
  const updatedAt = watch?.alertUpdatedAt;
  return {
    since: watch?.since ?? null,
    clearingSince: watch?.clearingSince ?? null,
    sampledAt: watch?.sampledAt ?? null,
    raisedAt: watch?.raisedAt ?? [],
    open: updatedAt ? { updatedAt, isStale: watch.alertStaleSince !== null } : null,
  };
}

function watchesByRule(watches: readonly WatchRow[]): Map<string, Map<string, WatchRow>> {
  const byRule = new Map<string, Map<string, WatchRow>>();
  for (const watch of watches) {
    const known = byRule.get(watch.ruleId) ?? new Map<string, WatchRow>();
    byRule.set(watch.ruleId, known.set(watch.fingerprint, watch));
  }
  return byRule;
}

function askersOf(rules: readonly WatchedRule[]): Map<string, number> {
  const tenants = new Map<string, Set<string>>();
  for (const rule of rules) {
    const question = questionOf(rule);
    tenants.set(question, (tenants.get(question) ?? new Set<string>()).add(rule.tenantId));
  }
  return new Map([...tenants].map(([question, ids]) => [question, ids.size]));
}
