import { Prisma } from "@wegraph/db-health/client";
import type { Tx } from "../health.database.ts";
import type { ZoneGroup } from "../tenant/tenantZones.ts";
import { vitalCatalogue } from "../vital/vital.catalogue.ts";
import type { StatisticPeriod } from "./statistic.codes.ts";

type Raw = Pick<Tx, "$queryRaw">;

/** A period of a patient in which something was measured, or entered in error. `startsOn` is YYYY-MM-DD. */
export interface Stretch {
  patientId: string;
  startsOn: string;
}

/** What of a reading makes it no part of sums: more likely a slipped cuff. */
const leftOut = ["IMPLAUSIBLE", "SPIKE"];

/** What sums are made of stretches: `zone` says when their days begin. */
interface SumsOf {
  period: StatisticPeriod;
  zone: string;
  now: Date;
}

const lasting: Readonly<Record<StatisticPeriod, string>> = { DAY: "1 day", WEEK: "1 week", MONTH: "1 month" };

/**
 * The days that readings of these tenants came for since a moment, however late, and those that readings were retracted from. By ids, which
 * begin with the moment at which a reading was taken in: each partition has an index of them.
 */
export function changedDays(
  system: Raw,
  since: Date,
  { zone, tenantIds, isRest }: ZoneGroup,
): Promise<Stretch[]> {
  const theirs = isRest
    ? Prisma.sql`tenant_id <> ALL (${tenantIds}::uuid[])`
    : Prisma.sql`tenant_id = ANY (${tenantIds}::uuid[])`;
  return system.$queryRaw<Stretch[]>`
    SELECT patient_id::text AS "patientId", to_char(measured_at AT TIME ZONE ${zone}, 'YYYY-MM-DD') AS "startsOn"
    FROM health_vital_signs WHERE id >= ${idAt(since)}::uuid AND ${theirs} GROUP BY 1, 2
    UNION
    SELECT patient_id::text, to_char(measured_at AT TIME ZONE ${zone}, 'YYYY-MM-DD')
    FROM health_vital_signs WHERE retracted_at >= ${since}::timestamptz AND ${theirs} GROUP BY 1, 2`;
}

/** The least UUID v7 of a moment. */
export function idAt(moment: Date): string {
  const hex = moment.getTime().toString(16).padStart(12, "0");
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7000-8000-000000000000`;
}

/**
 * Makes the sums of these stretches anew, from the readings themselves, with one statement: a median cannot be made of medians.
 * Sums that nothing is left of go. @returns how many there now are.
 */
export async function makeSums(
  system: Raw,
  { period, zone, now }: SumsOf,
  stretches: readonly Stretch[],
): Promise<number> {
  const days = stretches.map(({ startsOn }) => startsOn).toSorted((a, b) => (a < b ? -1 : 1));
  const [first] = days;
  const last = days.at(-1);
  if (first === undefined || last === undefined) return 0;
  const references = [...vitalCatalogue.values()];
  const lasts = Prisma.sql`${lasting[period]}::interval`;
  const [row] = await system.$queryRaw<{ written: number }[]>`
    WITH wanted AS (
      SELECT DISTINCT patient_id, starts_on FROM unnest(${stretches.map(({ patientId }) => patientId)}::uuid[],
        ${stretches.map(({ startsOn }) => startsOn)}::date[]) AS w (patient_id, starts_on)),
    reference AS (
      SELECT * FROM unnest(${references.map(({ code }) => code)}::text[],
        ${references.map(({ reference }) => reference?.[0] ?? null)}::float8[],
        ${references.map(({ reference }) => reference?.[1] ?? null)}::float8[]) AS r (code, low, high)),
    sums AS (
      SELECT v.tenant_id, v.patient_id, w.starts_on, v.code, count(*)::int AS count, min(v.value) AS low, max(v.value) AS high,
        avg(v.value) AS mean, percentile_cont(0.5) WITHIN GROUP (ORDER BY v.value) AS median,
        coalesce(stddev_samp(v.value), 0) AS deviation, count(*) FILTER (WHERE v.value < r.low OR v.value > r.high)::int AS out_of_range
      FROM wanted w JOIN health_vital_signs v ON v.patient_id = w.patient_id
        AND v.measured_at >= w.starts_on::timestamp AT TIME ZONE ${zone}
        AND v.measured_at < (w.starts_on + ${lasts}) AT TIME ZONE ${zone}
        JOIN reference r ON r.code = v.code
      -- Once more in plain values: they tell which partitions need not be looked into.
      WHERE v.measured_at >= ${first}::date::timestamp AT TIME ZONE ${zone}
        AND v.measured_at < (${last}::date + ${lasts}) AT TIME ZONE ${zone}
        AND v.code = ANY (${references.map(({ code }) => code)}::text[])
        AND v.retracted_at IS NULL AND NOT v.flags && ${leftOut}::text[]
      GROUP BY 1, 2, 3, 4),
    gone AS (
      DELETE FROM health_statistics s USING wanted w WHERE s.patient_id = w.patient_id AND s.period = ${period} AND s.starts_on = w.starts_on
        AND NOT EXISTS (SELECT 1 FROM sums n WHERE n.patient_id = s.patient_id AND n.starts_on = s.starts_on AND n.code = s.code)),
    written AS (
      INSERT INTO health_statistics (tenant_id, patient_id, period, starts_on, code, count, low, high, mean, median, deviation,
        out_of_range, computed_at)
      SELECT tenant_id, patient_id, ${period}, starts_on, code, count, low, high, mean, median, deviation, out_of_range,
        ${now}::timestamptz FROM sums ORDER BY patient_id, starts_on, code
      ON CONFLICT (patient_id, period, starts_on, code) DO UPDATE SET count = excluded.count, low = excluded.low,
        high = excluded.high, mean = excluded.mean, median = excluded.median, deviation = excluded.deviation,
        out_of_range = excluded.out_of_range, computed_at = excluded.computed_at
      RETURNING 1)
    SELECT count(*)::int AS written FROM written`;
  return row?.written ?? 0;
}

/** Takes away sums of a tenant from before a moment that are of none of these stretches. */
export async function dropOthers(
  system: Pick<Tx, "$executeRaw">,
  { tenantId, period, before }: { tenantId: string; period: StatisticPeriod; before: Date },
  stretches: readonly Stretch[],
): Promise<void> {
  await system.$executeRaw`
    DELETE FROM health_statistics s WHERE s.tenant_id = ${tenantId}::uuid AND s.period = ${period}
      AND s.computed_at < ${before}::timestamptz
      AND NOT EXISTS (SELECT 1 FROM unnest(${stretches.map(({ patientId }) => patientId)}::uuid[],
        ${stretches.map(({ startsOn }) => startsOn)}::date[]) AS w (patient_id, starts_on)
        WHERE w.patient_id = s.patient_id AND w.starts_on = s.starts_on)`;
}
