import type { HealthDatabase } from "../../health.database.ts";
import { factColumns, factsOf } from "../../patient/patient.facts.store.ts";
import type { PatientFacts } from "../../patient/patient.facts.ts";
import type { LatestValues } from "../../vital/reading.ts";
import { latestOf } from "../../vital/vital.latest.ts";

/** A patient who is looked after, with what is known now. */
export interface WatchedPatient {
  facts: PatientFacts;
  latest: LatestValues;
  lastReadingAt: Date | null;
  consentAt: Date | null;
}

const batchSize = 300;

/** By pages, in the order of ids. @param since only those of whom something was measured since. */
export async function* watchedPatients(
  db: HealthDatabase,
  since: Date | null,
): AsyncGenerator<WatchedPatient[]> {
  let after: string | undefined;
  for (;;) {
    const rows = await db.tenant.patient.findMany({
      where: {
        status: "ACTIVE",
        consent: "GRANTED",
        archivedAt: null,
        ...(after !== undefined && { id: { gt: after } }),
        ...(since && { state: { lastReadingAt: { gt: since } } }),
      },
      orderBy: { id: "asc" },
      take: batchSize,
      select: { ...factColumns, consentAt: true, state: { select: { latest: true, lastReadingAt: true } } },
    });
    if (rows.length > 0)
      yield rows.map(({ consentAt, state, ...row }) => ({
        facts: factsOf(row),
        latest: latestOf(state?.latest ?? {}),
        lastReadingAt: state?.lastReadingAt ?? null,
        consentAt,
      }));
    after = rows.at(-1)?.id;
    if (rows.length < batchSize) return;
  }
}
