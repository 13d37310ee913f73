import pg from "pg";
import type { Pool } from "pg";
import { v7 } from "uuid";

/** Who wears a wristband all day, and who measures now and then. */
const denseCount = 8;
const sparseCount = 1_000;
const denseShare = 0.6;
/** What a wristband measures, and about what it measures. */
const codes = [
  ["8867-4", "/min", 72, 12],
  ["2708-6", "%", 97, 2],
  ["9279-1", "/min", 15, 3],
  ["8480-6", "mm[Hg]", 124, 15],
  ["8462-4", "mm[Hg]", 78, 9],
] as const;
/** A chart of ninety days, and the fortnight before it that says what is usual. */
export const days = 104;
const chunk = 250_000;

export const denseCodes = codes.map(([code]) => code);

export interface FilledVitals {
  tenantId: string;
  densePatientIds: string[];
  rows: number;
}

/** Vital signs of a tenant as they lie there after months: in the order in which they came. */
export async function fillVitals(system: Pool, databaseUrl: string, rows: number): Promise<FilledVitals> {
  const tenantId = v7();
  const densePatientIds = Array.from({ length: denseCount }, () => v7());
  const patientIds = [...densePatientIds, ...Array.from({ length: sparseCount }, () => v7())];
  for (let month = 0; month <= 4; month += 1)
    await system.query(
      "SELECT wegraph_ensure_partition('health_vital_signs', now() - make_interval(months => $1))",
      [month],
    );
  await system.query(
    `INSERT INTO health_patients (id, tenant_id, record_number, identity_sealed, history_sealed, search_tokens, sex, birth_date,
       consent, created_at, updated_at)
     SELECT id, $1, 'P-' || nth, '', '', '{}', 'FEMALE', '1950-01-01', 'GRANTED', now(), now()
     FROM unnest($2::uuid[]) WITH ORDINALITY AS p (id, nth)`,
    [tenantId, patientIds],
  );
  // A request's time-outs do not fit work of minutes: the owner's own connection.
  const owner = new pg.Client({ connectionString: new URL("/health_management", databaseUrl).href });
  await owner.connect();
  try {
    await owner.query("SET synchronous_commit = off");
    const perMoment = denseCount * codes.length;
    for (let from = 0; from < rows; from += chunk)
      await owner.query(
        `INSERT INTO health_vital_signs (patient_id, code, measured_at, id, tenant_id, value, unit, source, device_id, set_id, received_at)
         SELECT CASE WHEN is_dense THEN ($2::uuid[])[1 + (nth / $9) % $8] ELSE ($2::uuid[])[1 + $8 + (hash % $10)] END,
           ($3::text[])[1 + nth % $9], at, gen_random_uuid(), $1,
           round((($5::float8[])[1 + nth % $9] + ($6::float8[])[1 + nth % $9] * (sin(extract(epoch FROM at) / 13751) + random() - 0.5))::numeric, 1),
           ($4::text[])[1 + nth % $9], 'DEVICE', '00000000-0000-7000-8000-000000000000', gen_random_uuid(), at + interval '1 second'
         FROM (SELECT i, i % 10 < 10 * $13::float8 AS is_dense, abs(hashint4(i)) AS hash,
             -- The dense ones measure together, one moment after the other.
             (CASE WHEN i % 10 < 10 * $13::float8 THEN (i / 10) * (10 * $13::float8)::int + i % 10 ELSE abs(hashint4(i + 1)) END) AS nth
           FROM generate_series($11::int, $12::int) i) AS numbered,
           LATERAL (SELECT date_trunc('milliseconds', now() - make_interval(days => $7)
             * (1 - (CASE WHEN is_dense THEN floor(nth::float8 / $14) * $14 / ($15::float8 * $13::float8) ELSE i / $15::float8 END))
             - CASE WHEN is_dense THEN interval '0' ELSE random() * interval '1 minute' END) AS at) AS timed`,
        [
          tenantId,
          patientIds,
          codes.map(([code]) => code),
          codes.map(([, unit]) => unit),
          codes.map(([, , middle]) => middle),
          codes.map(([, , , swing]) => swing),
          days,
          denseCount,
          codes.length,
          sparseCount,
          from,
          Math.min(rows, from + chunk) - 1,
          denseShare,
          perMoment,
          rows,
        ],
      );
    // A commit that waits for the disk: a vacuum takes nothing for settled that a crash could still undo.
    await owner.query("SET synchronous_commit = on");
    await owner.query("SELECT pg_current_xact_id()");
    await owner.query("VACUUM ANALYZE health_vital_signs");
    await owner.query("ANALYZE health_patients");
  } finally {
    await owner.end();
  }
  return { tenantId, densePatientIds, rows };
}
