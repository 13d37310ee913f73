import { Prisma } from "@wegraph/db-health/client";
import { oneOf } from "@wegraph/kit/codes";
import type { HealthDatabase } from "../../health.database.ts";
import { news2Risks } from "../../news2/news2.ts";
import type { VitalCode } from "../vital.codes.ts";
import { readingFlags } from "../vital.codes.ts";
import type { News2Point, VitalSignBaseline, VitalSignPoint } from "./chart.model.ts";

export interface ChartRange {
  patientId: string;
  from: Date;
  /** Not part of it. */
  to: Date;
  /** At most so many, give or take those measured in the same millisecond. */
  points: number;
}

export interface ReadSeries {
  points: VitalSignPoint[];
  total: number;
  isReduced: boolean;
  lowest: number | null;
  highest: number | null;
}

interface Bucket {
  count: number;
  first: Date;
  last: Date;
  lowAt: Date;
  highAt: Date;
}

const baselineMs = 14 * 24 * 60 * 60_000;
/** Of each stretch: first, last, lowest, highest. */
const pointsOfBucket = 4;

/**
 * Reads a patient's values for charts. Reducing reads the index `health_vital_signs_chart_idx` alone, once, in
 * the database (`wegraph_vital_stretches`): what comes over the line does not grow with what was measured.
 */
export class ChartReader {
  constructor(private readonly db: HealthDatabase) {}

  async series(code: VitalCode, range: ChartRange): Promise<ReadSeries> {
    const buckets = await this.buckets(code, range);
    const total = buckets.reduce((sum, { count }) => sum + count, 0);
    const isReduced = total > range.points;
    const points = isReduced
      ? await this.pointsAt(code, range, timesOf(buckets))
      : await this.points(code, range, Prisma.sql`true`);
    // What was thinned out has its extremes among what is left.
    const values = points.map(({ value }) => value);
    const isEmpty = values.length === 0;
    return {
      points,
      total,
      isReduced,
      lowest: isEmpty ? null : Math.min(...values),
      highest: isEmpty ? null : Math.max(...values),
    };
  }

  /** Null where there is nothing to tell it from. */
  async baseline(code: VitalCode, patientId: string, before: Date): Promise<VitalSignBaseline | null> {
    const from = new Date(before.getTime() - baselineMs);
    const [row] = await this.db.tenant.$queryRaw<VitalSignBaseline[]>`
      SELECT median, mad, "values" AS count FROM wegraph_vital_baseline(${patientId}::uuid, ${code}, ${from}, ${before})`;
    return row ?? null;
  }

  /** Of each stretch the highest score and the last one: what a score rose to is never lost. */
  async scores({ patientId, from, to, points }: ChartRange): Promise<News2Point[]> {
    const width = widthOf({ from, to }, points, 2);
    const rows = await this.db.tenant.$queryRaw<{ at: Date; score: number; risk: string }[]>`
      SELECT DISTINCT ON (at) at, score::int, risk FROM (
        SELECT at, score, risk, row_number() OVER (PARTITION BY bucket ORDER BY at DESC, id DESC) AS age,
          row_number() OVER (PARTITION BY bucket ORDER BY score DESC, at, id) AS place
        FROM (
          SELECT at, id, score, risk, ((date_part('epoch', at) * 1000)::int8 - ${from.getTime()}::int8) / ${width}::int8 AS bucket
          FROM wegraph_news2_scores WHERE patient_id = ${patientId}::uuid AND at >= ${from} AND at < ${to}) AS placed) AS ranked
      WHERE age = 1 OR place = 1 ORDER BY at, score DESC`;
    return rows.map(({ at, score, risk }) => ({ at, score, risk: oneOf(news2Risks, risk) }));
  }

  private buckets(code: VitalCode, range: ChartRange): Promise<Bucket[]> {
    const { patientId, from, to, points } = range;
    return this.db.tenant.$queryRaw<Bucket[]>`
      SELECT "values" AS count, first_at AS first, last_at AS last, low_at AS "lowAt", high_at AS "highAt"
      FROM wegraph_vital_stretches(${patientId}::uuid, ${code}, ${from}, ${to}, ${widthOf(range, points, pointsOfBucket)}::bigint)`;
  }

  private pointsAt(code: VitalCode, range: ChartRange, times: readonly Date[]): Promise<VitalSignPoint[]> {
    return this.points(
      code,
      range,
      Prisma.sql`measured_at = ANY (${times.map((time) => time.toISOString())}::timestamptz[])`,
    );
  }

  private async points(code: VitalCode, range: ChartRange, which: Prisma.Sql): Promise<VitalSignPoint[]> {
    const { patientId, from, to } = range;
    const rows = await this.db.tenant.$queryRaw<{ at: Date; value: number; flags: string[] }[]>`
      SELECT measured_at AS at, value, flags FROM health_vital_signs
      WHERE patient_id = ${patientId}::uuid AND code = ${code} AND retracted_at IS NULL
        AND measured_at >= ${from} AND measured_at < ${to} AND ${which} ORDER BY measured_at`;
    return rows.map(({ at, value, flags }) => ({
      at,
      value,
      flags: flags.map((flag) => oneOf(readingFlags, flag)),
    }));
  }
}

/** In milliseconds: as many stretches as leave room for what each of them shows. */
function widthOf({ from, to }: Pick<ChartRange, "from" | "to">, points: number, each: number): number {
  const stretches = Math.max(1, Math.floor(points / each));
  return Math.max(1, Math.ceil((to.getTime() - from.getTime()) / stretches));
}

function timesOf(buckets: readonly Bucket[]): Date[] {
  const times = buckets.flatMap(({ first, last, lowAt, highAt }) => [first, last, lowAt, highAt]);
  return [...new Map(times.map((time) => [time.getTime(), time])).values()];
}
