import type { Tx } from "../health.database.ts";
import { news2Codes } from "../news2/news2.state.ts";
import type { News2Rules } from "../news2/news2.state.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import { planIntake } from "./intake/intake.plan.ts";
import type { IntakePlan } from "./intake/intake.plan.ts";
import type { LatestValue } from "./reading.ts";
import type { VitalCode } from "./vital.codes.ts";
import { latestOfReading } from "./vital.latest.ts";
import { readingOf } from "./vital.view.ts";

export interface ScoredSpan {
  facts: PatientFacts;
  heightCm: number | null;
  from: Date;
  /** Not included; null for all that came since. */
  to: Date | null;
}

/** A patient's scores of some time once more, from what is left; null where that is more than so many values. */
export async function scoredAgain(
  tx: Tx,
  { facts, heightCm, from, to }: ScoredSpan,
  rules: News2Rules,
  valuesMax?: number,
): Promise<IntakePlan | null> {
  const codes = [...news2Codes];
  const before: Partial<Record<VitalCode, LatestValue>> = {};
  for (const code of codes) {
    const latest = await latestAt(tx, facts.id, code, from);
    if (latest) before[code] = latest;
  }
  const rows = await tx.vitalSign.findMany({
    where: {
      patientId: facts.id,
      code: { in: codes },
      measuredAt: { gte: from, ...(to && { lt: to }) },
      retractedAt: null,
    },
    ...(valuesMax !== undefined && { take: valuesMax + 1 }),
  });
  if (valuesMax !== undefined && rows.length > valuesMax) return null;
  return planIntake({ facts, heightCm, before }, rows.map(readingOf), rules);
}

/** The newest value of a code, or the newest before a moment. */
export async function latestAt(
  tx: Tx,
  patientId: string,
  code: VitalCode,
  before: Date | null,
): Promise<LatestValue | null> {
  const row = await tx.vitalSign.findFirst({
    where: { patientId, code, retractedAt: null, ...(before && { measuredAt: { lt: before } }) },
    orderBy: [{ measuredAt: "desc" }, { id: "desc" }],
  });
  return row && latestOfReading(readingOf(row));
}
