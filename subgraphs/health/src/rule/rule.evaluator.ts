import type { AlertDesk, Finding } from "../alert/finding.ts";
import type { Tx } from "../health.database.ts";
import type { PatientIntake, ReadingEvaluator, StoredReading } from "../vital/reading.ts";
import type { VitalCode } from "../vital/vital.codes.ts";
import type { HeldRule, RuleBook } from "./rule.book.ts";
import type { RuleBooks } from "./rule.books.ts";
import { decide, readingsNeeded } from "./rule.decision.ts";
import { news2Findings, openKey, vitalFinding } from "./rule.finding.ts";
import { windowMinutesMax } from "./rule.condition.ts";
import { isBeyond } from "./rule.levels.ts";
import { minuteMs } from "./rule.measures.ts";
import type { Sample } from "./rule.measures.ts";
import { readStanding } from "./rule.standing.store.ts";
import { readWindows, windowKey } from "./rule.window.store.ts";
import type { WindowWanted, Windows } from "./rule.window.store.ts";

/** Readings that are to agree are no further apart than this. */
const lookBackMs = windowMinutesMax * minuteMs;

/** A reading that may mean something, with what holds for it. */
interface Judged {
  reading: StoredReading;
  sample: Sample;
  held: readonly HeldRule[];
}

/**
 * Judges readings in the transaction that stores them. One question to the database for all patients of an intake, and one
 * more only where a rule needs readings from before and today's one is beyond its limit.
 */
export class RuleEvaluator implements ReadingEvaluator<Tx> {
  constructor(
    private readonly books: RuleBooks,
    private readonly desk: AlertDesk<Tx>,
  ) {}

  async evaluate(tx: Tx, tenantId: string, intakes: readonly PatientIntake[]): Promise<void> {
    if (intakes.length === 0) return;
    const { stamp, open } = await readStanding(
      tx,
      tenantId,
      intakes.map(({ patient }) => patient.id),
    );
    const book = await this.books.of(tx, tenantId, stamp);
    const isOpen = new Set(open.map(({ patientId, ruleId }) => openKey(patientId, ruleId)));
    const judged = intakes.map((intake) => judgedOf(intake, book));
    const windows = await readWindows(tx, wantedOf(intakes, judged, isOpen));
    const findings = intakes.flatMap((intake, i) => [
      ...vitalFindings(intake, judged[i] ?? [], windows, isOpen),
      ...news2Findings(intake.patient, intake.sets, book, isOpen),
    ]);
    if (findings.length > 0) await this.desk.apply(tx, tenantId, findings);
  }
}

/** Neither what came late nor a spike means anything by itself. */
function judgedOf({ patient, before, readings }: PatientIntake, book: RuleBook): Judged[] {
  return readings.flatMap((reading) => {
    if (isLate(reading, before) || reading.flags.includes("SPIKE")) return [];
    const { code, measuredAt, mealContext, value, deviceId, flags } = reading;
    const held = book.forReading(patient, measuredAt, code, mealContext);
    const isDoubtful = flags.includes("IMPLAUSIBLE");
    return { reading, held, sample: { value, at: measuredAt.getTime(), deviceId, isDoubtful } };
  });
}

function isLate({ code, measuredAt }: StoredReading, before: PatientIntake["before"]): boolean {
  const known = before[code];
  return known !== undefined && measuredAt < known.at;
}

/** For each patient and code where one reading is not enough to say. */
function wantedOf(
  intakes: readonly PatientIntake[],
  judged: readonly (readonly Judged[])[],
  isOpen: ReadonlySet<string>,
): WindowWanted[] {
  const wanted = new Map<string, WindowWanted>();
  for (const [i, { patient }] of intakes.entries()) {
    const firstOf = new Map<VitalCode, Date>();
    for (const { reading, sample, held } of judged[i] ?? []) {
      const { code, measuredAt } = reading;
      const first = firstOf.get(code) ?? measuredAt;
      firstOf.set(code, first);
      for (const rule of held) {
        if (!asksBack(rule, sample, isOpen.has(openKey(patient.id, rule.rule.id)))) continue;
        const key = windowKey(patient.id, code);
        const count = Math.max(wanted.get(key)?.count ?? 0, readingsNeeded(rule.rule.condition) - 1);
        const since = new Date(first.getTime() - lookBackMs);
        wanted.set(key, { patientId: patient.id, code, since, before: first, count });
      }
    }
  }
  return [...wanted.values()].filter(({ count }) => count > 0);
}

function asksBack({ rule: { condition }, levels }: HeldRule, sample: Sample, isOpen: boolean): boolean {
  const isReached = levels.some(({ operator, limit }) => isBeyond(sample.value, operator, limit));
  if (condition.kind === "THRESHOLD") return isReached && (condition.consecutive > 1 || sample.isDoubtful);
  return isReached || isOpen;
}

function vitalFindings(
  { patient }: PatientIntake,
  judged: readonly Judged[],
  windows: Windows,
  isOpen: Set<string>,
): Finding[] {
  const findings: Finding[] = [];
  const seen = new Map<VitalCode, Sample[]>();
  for (const { reading, sample, held } of judged) {
    const { code, measuredAt, receivedAt } = reading;
    const window = seen.get(code) ?? [...(windows.get(windowKey(patient.id, code)) ?? [])];
    window.push(sample);
    seen.set(code, window);
    const ageMs = receivedAt.getTime() - measuredAt.getTime();
    for (const rule of held) {
      const key = openKey(patient.id, rule.rule.id);
      const verdict = decide(rule.rule.condition, rule.levels, { window, ageMs, baseline: null });
      const found = vitalFinding(rule, patient, measuredAt, verdict, isOpen.has(key));
      if (!found) continue;
      findings.push(found);
      if (found.outcome.is === "FIRES") isOpen.add(key);
      else isOpen.delete(key);
    }
  }
  return findings;
}
