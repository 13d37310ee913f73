import type { LiveSettings } from "@wegraph/kit/liveSettings";
import type { Origin } from "@wegraph/kit/outbox";
import type { AlertCorrections, Retried } from "../../alert/alert.corrections.ts";
import type { AlertRow } from "../../alert/alert.row.ts";
import type { Finding } from "../../alert/finding.ts";
import type { Tx } from "../../health.database.ts";
import { lookMs } from "../../news2/news2.sets.ts";
import { news2RulesOf } from "../../news2/news2.settings.ts";
import { news2Codes } from "../../news2/news2.state.ts";
import type { Retracted, RetractionJudge } from "../../vital/reading.ts";
import { scoredAgain } from "../../vital/vital.again.ts";
import type { ActiveRule, RuleBook } from "../rule.book.ts";
import type { RuleBooks } from "../rule.books.ts";
import type { Baselines } from "../rule.baseline.store.ts";
import { isVital, windowMinutesMax } from "../rule.condition.ts";
import type { VitalCondition } from "../rule.condition.ts";
import { readingsNeeded } from "../rule.decision.ts";
import { news2Findings } from "../rule.finding.ts";
import { minuteMs, samplesMax } from "../rule.measures.ts";
import { readStanding } from "../rule.standing.store.ts";
import { readWindows, windowKey } from "../rule.window.store.ts";
import { findingsAgain, reachMsOf, restsOn } from "./retrial.rules.ts";
import { readingsMax, readingsSince } from "./retrial.store.ts";

interface Case extends Retracted {
  alert: AlertRow;
  book: RuleBook;
}

/**
 * Judges alerts again whose readings are taken back, by the rules in force: what they find in all that is left since the
 * alert was caused. An alert whose rule is gone, does not hold for the patient any more, or would have too much to read
 * stays as it is, for people to end.
 */
export class RuleRetrial implements RetractionJudge<Tx> {
  constructor(
    private readonly parts: {
      books: RuleBooks;
      baselines: Baselines;
      corrections: AlertCorrections;
      settings: LiveSettings;
    },
  ) {}

  async judgeAgain(tx: Tx, origin: Origin, patient: Retracted): Promise<void> {
    const { books, corrections } = this.parts;
    const alerts = await corrections.among(tx, patient.facts.id);
    if (alerts.length === 0) return;
    const { stamp } = await readStanding(tx, origin.tenantId, []);
    const book = await books.of(tx, origin.tenantId, stamp);
    const retried: Retried[] = [];
    for (const alert of alerts) {
      const findings = await this.findings(tx, { ...patient, alert, book });
      if (findings) retried.push({ alert, findings });
    }
    if (retried.length > 0) await corrections.apply(tx, origin, patient.facts, retried);
  }

  /** Null where the alert has nothing to do with what was taken back, or cannot be judged. */
  private findings(tx: Tx, each: Case): Promise<Finding[] | null> | null {
    const rule = each.book.rules.find(({ id }) => id === each.alert.ruleId);
    if (!rule) return null;
    if (isOfVital(rule)) return this.ofVital(tx, each, rule);
    return rule.condition.kind === "NEWS2" ? this.ofNews2(tx, each) : null;
  }

  private async ofVital(
    tx: Tx,
    { alert, book, facts, readings }: Case,
    rule: ActiveRule<VitalCondition>,
  ): Promise<Finding[] | null> {
    const { condition } = rule;
    const { code } = condition;
    const isConcerned = readings.some(
      (reading) => reading.code === code && restsOn(alert, reading.measuredAt, reachMsOf(condition)),
    );
    if (!isConcerned) return null;
    const since = alert.causedAt;
    const left = await readingsSince(tx, facts.id, code, since);
    if (!left) return null;
    const back = new Date(since.getTime() - windowMinutesMax * minuteMs);
    const count = Math.min(readingsNeeded(condition), samplesMax);
    const windows = await readWindows(tx, [{ patientId: facts.id, code, since: back, before: since, count }]);
    const { baselines } = this.parts;
    const isOfBaseline = condition.kind === "TREND" && condition.measure === "BASELINE";
    if (isOfBaseline)
      await baselines.read(
        tx,
        left.map(({ at }) => ({ patientId: facts.id, code, at })),
      );
    return findingsAgain({
      rule,
      book,
      patient: facts,
      before: windows.get(windowKey(facts.id, code)) ?? [],
      readings: left,
      lookedAt: [alert.causedAt.getTime(), alert.lastCausedAt.getTime()],
      baselineOf: (at) => (isOfBaseline ? baselines.of({ patientId: facts.id, code, at }) : null),
    });
  }

  private async ofNews2(tx: Tx, { alert, book, facts, heightCm, readings }: Case): Promise<Finding[] | null> {
    const rules = news2RulesOf(this.parts.settings, facts.tenantId);
    const isConcerned = readings.some(
      ({ code, measuredAt }) => news2Codes.has(code) && restsOn(alert, measuredAt, rules.freshMs),
    );
    if (!isConcerned) return null;
    const from = new Date(alert.causedAt.getTime() - lookMs);
    const plan = await scoredAgain(tx, { facts, heightCm, from, to: null }, rules, readingsMax);
    if (!plan) return null;
    const ofRule = news2Findings(facts, plan.sets, book, new Set());
    return ofRule.filter(({ ruleId }) => ruleId === alert.ruleId);
  }
}

function isOfVital(rule: ActiveRule): rule is ActiveRule<VitalCondition> {
  return isVital(rule.condition);
}
