import type { VitalSign as VitalSignRow } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import { missingView, news2View } from "../news2/news2.model.ts";
import { news2Of, scored } from "../news2/news2.state.ts";
import type { News2Rules } from "../news2/news2.state.ts";
import type { PatientFacts } from "../patient/patient.facts.ts";
import type { LatestValues, StoredReading } from "./reading.ts";
import { definitionOf } from "./vital.catalogue.ts";
import { mealContexts, readingFlags, readingSources, vitalCodes } from "./vital.codes.ts";
import type { PatientVitals, VitalSign } from "./vital.model.ts";

export function vitalSignView(row: VitalSignRow): VitalSign {
  return {
    ...row,
    mealContext: row.mealContext === null ? null : oneOf(mealContexts, row.mealContext),
    flags: row.flags.map((flag) => oneOf(readingFlags, flag)),
    source: oneOf(readingSources, row.source),
  };
}

/** A row as a reading again, for events. */
export function readingOf(row: VitalSignRow): StoredReading {
  const { givenValue: value, givenUnit: unit } = row;
  const { mealContext, flags, source } = vitalSignView(row);
  return {
    ...row,
    code: oneOf(vitalCodes, row.code),
    given: value !== null && unit !== null ? { value, unit } : null,
    // Once it is stored, nobody asks any more what the device's own clock said.
    statedAt: new Date(row.measuredAt.getTime() + row.skewMs),
    mealContext,
    flags,
    source,
  };
}

/** What holds of a patient, in the order of the catalogue; the score's reason is worked out anew, not stored. */
export function vitalsView(facts: PatientFacts, latest: LatestValues, rules: News2Rules): PatientVitals {
  const outcome = news2Of(latest, facts, rules);
  const news2 = scored(outcome);
  const values = vitalCodes.flatMap((code) => {
    const value = latest[code];
    return value ? [{ ...value, code, unit: definitionOf(code).unit, flags: [...value.flags] }] : [];
  });
  const newest = Math.max(...values.map(({ at }) => at.getTime()));
  return {
    patientId: facts.id,
    latest: values,
    lastReadingAt: values.length === 0 ? null : new Date(newest),
    news2: news2 && news2View(news2),
    news2Missing: missingView(outcome),
  };
}
