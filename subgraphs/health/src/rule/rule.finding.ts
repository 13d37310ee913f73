import type { AlertSeverity, RuleKind } from "../alert/alert.codes.ts";
import type { AlertCause, CauseReading, Finding } from "../alert/finding.ts";
import { news2Parameters } from "../news2/news2.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import type { ScoredSet } from "../vital/reading.ts";
import { definitionOf } from "../vital/vital.catalogue.ts";
import { vital } from "../vital/vital.codes.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import type { ActiveRule, HeldRule, RuleBook } from "./rule.book.ts";
import type { TrendMeasure } from "./rule.codes.ts";
import type { VitalCondition } from "./rule.condition.ts";
import { decideNews2 } from "./rule.decision.ts";
import type { Verdict } from "./rule.decision.ts";
import type { Sample } from "./rule.measures.ts";

const causeReadingsMax = 20;

/** What the alert is told, whatever the kind of the rule. */
export function finding(
  rule: Pick<ActiveRule, "id" | "nameZh" | "nameEn" | "advice"> & { condition: { kind: RuleKind } },
  patient: PatientFacts,
  at: Date,
  outcome: Finding["outcome"],
  deviceId: string | null = null,
): Finding {
  const { id, nameZh, nameEn, advice, condition } = rule;
  return {
    patient,
    ruleId: id,
    ruleKind: condition.kind,
    deviceId,
    nameZh,
    nameEn,
    adviceZh: advice.zh,
    adviceEn: advice.en,
    at,
    outcome,
  };
}

/** Null where the verdict says nothing, or ends what is not open. */
export function vitalFinding(
  { rule }: HeldRule,
  patient: PatientFacts,
  at: Date,
  verdict: Verdict,
  isOpen: boolean,
): Finding | null {
  if (verdict.is === "NOTHING" || (verdict.is === "CLEAR" && !isOpen)) return null;
  if (verdict.is === "CLEAR") return finding(rule, patient, at, { is: "CLEAR" });
  const cause = vitalCause(rule.condition, verdict);
  return finding(rule, patient, at, { is: "FIRES", severity: verdict.severity, cause });
}

/** A trend's figure is what is compared: its unit is not the code's. */
const trendUnits: Record<TrendMeasure, (unit: string) => string> = {
  SLOPE_PER_HOUR: (unit) => `${unit}/h`,
  SLOPE_PER_DAY: (unit) => `${unit}/d`,
  COUNT: (unit) => unit,
  CHANGE: (unit) => unit,
  CHANGE_PERCENT: () => "%",
  BASELINE: () => "{deviation}",
};

export function unitOf(condition: VitalCondition): string {
  const { unit } = definitionOf(condition.code);
  return condition.kind === "THRESHOLD" ? unit : trendUnits[condition.measure](unit);
}

function vitalCause(
  condition: VitalCondition,
  { level, measured }: Extract<Verdict, { is: "FIRES" }>,
): AlertCause {
  const { code } = condition;
  return {
    measure: code,
    value: Math.round(measured.value * 1_000) / 1_000,
    unit: unitOf(condition),
    operator: level.operator,
    limit: level.limit,
    readings: measured.readings.slice(-causeReadingsMax).map((sample) => causeReading(code, sample)),
    facts: {
      ...(condition.kind === "THRESHOLD"
        ? condition.consecutive > 1 && { consecutive: condition.consecutive }
        : { trend: condition.measure, windowMinutes: condition.windowMinutes }),
      ...measured.facts,
    },
  };
}

function causeReading(code: VitalCode, { value, at, deviceId }: Omit<Sample, "isDoubtful">): CauseReading {
  return { code, value, unit: definitionOf(code).unit, at: new Date(at).toISOString(), deviceId };
}

/** Of each set in the order of time: a worse one in the middle counts, whatever came after it. */
export function news2Findings(
  patient: PatientFacts,
  sets: readonly ScoredSet[],
  book: RuleBook,
  openBefore: ReadonlySet<string>,
): Finding[] {
  const isOpen = new Set(openBefore);
  return sets.flatMap((set) =>
    book.others("NEWS2", patient, set.news2.at).flatMap((rule) => {
      const key = openKey(patient.id, rule.id);
      const severity = decideNews2(rule.condition, set.news2.risk);
      if (severity) {
        isOpen.add(key);
        return news2Finding(rule, patient, set, severity);
      }
      return isOpen.delete(key) ? finding(rule, patient, set.news2.at, { is: "CLEAR" }) : [];
    }),
  );
}

/** By which it is known whether a rule's alert of a patient is open. */
export function openKey(patientId: string, ruleId: string): string {
  return `${patientId} ${ruleId}`;
}

function news2Finding(
  rule: ActiveRule,
  patient: PatientFacts,
  { news2, latest }: ScoredSet,
  severity: AlertSeverity,
): Finding {
  const readings = news2Parameters.flatMap((parameter) => {
    const code = vital[parameter];
    const known = latest[code];
    return known ? [causeReading(code, { ...known, at: known.at.getTime() })] : [];
  });
  const cause: AlertCause = {
    measure: "news2",
    value: news2.score,
    unit: "{score}",
    operator: null,
    limit: null,
    readings: readings.toSorted((a, b) => (a.at < b.at ? -1 : 1)),
    facts: { risk: news2.risk, scale: news2.scale, ...news2.parts },
  };
  return finding(rule, patient, news2.at, { is: "FIRES", severity, cause });
}
