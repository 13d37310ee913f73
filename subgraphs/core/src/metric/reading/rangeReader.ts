import { Prisma } from "@wegraph/db-core/client";
import type { PrismaClient } from "@wegraph/db-core/client";
import { planOf, resolutions, secondsOf } from "../rollup/resolution.rules.ts";
import type { Plan, Resolution } from "../rollup/resolution.rules.ts";

/** A chart with more lines is none; the others are counted. */
export const seriesMax = 50;

export interface RangeQuestion {
  tenantId: string;
  names: readonly string[];
  /** Labels that a series must have, with these values. */
  match: Readonly<Record<string, string>>;
  from: Date;
  to: Date;
  pointsMax: number;
  resolution: Resolution | null;
}

export interface RangePoint {
  at: Date;
  min: number;
  max: number;
  average: number;
  last: number;
  count: number;
}

export interface RangeSeries {
  id: number;
  name: string;
  labels: Readonly<Record<string, string>>;
  points: RangePoint[];
}

export interface MetricRange extends Plan {
  series: RangeSeries[];
  /** How many there are, those that were left out included. */
  seriesCount: number;
}

type PointRow = RangePoint & { series_id: number };

/** Reads what was measured over any range, as finely as the range and the points asked for allow. */
export class RangeReader {
  constructor(
    /** Shows the series of the tenant in scope, and no others. */
    private readonly client: () => PrismaClient,
    /**
     * Shows the points of those series, whose they are having been decided: a policy on the points would look at all
     * series of the tenant again for each table that is read.
     */
    private readonly points: () => PrismaClient,
    private readonly clock: () => Date,
  ) {}

  async read(question: RangeQuestion): Promise<MetricRange> {
    const { from, to, pointsMax, resolution } = question;
    const plan = planOf({ from, to, now: this.clock() }, pointsMax, resolution ?? undefined);
    const found = await this.seriesOf(question);
    const series = found.slice(0, seriesMax);
    const points = series.length === 0 ? [] : await this.pointsOf(series, question, plan);
    const byId = new Map<number, RangePoint[]>(series.map(({ id }) => [id, []]));
    for (const { series_id: id, ...point } of points) byId.get(id)?.push(point);
    return {
      ...plan,
      seriesCount: found.length,
      series: series
        .map((one) => ({ ...one, points: byId.get(one.id) ?? [] }))
        .filter((one) => one.points.length > 0),
    };
  }

  private seriesOf({ tenantId, names, match, from }: RangeQuestion): Promise<Omit<RangeSeries, "points">[]> {
    // Those alive latest come first. When a series was seen last is known to the hour.
    return this.client().$queryRaw`
      SELECT id, name, labels FROM saas_metric_series
       WHERE tenant_id = ${tenantId}::uuid AND name = ANY(${[...names]}::text[])
         AND labels @> ${JSON.stringify(match)}::jsonb AND last_seen_at >= ${from}::timestamptz - interval '2 hours'
       ORDER BY last_seen_at DESC, name, labels::text LIMIT 1000`;
  }

  private async pointsOf(
    series: readonly { id: number }[],
    { from, to }: RangeQuestion,
    { source, stepSeconds }: Plan,
  ): Promise<PointRow[]> {
    const marks = await this.marks();
    const ids = series.map(({ id }) => id);
    const layers = layersOf(source, from, to, marks).map((layer) => layerSql(layer, ids));
    return this.points().$queryRaw<PointRow[]>`
      SELECT series_id, date_bin(make_interval(secs => ${stepSeconds}::int), at, 'epoch'::timestamptz) AS at,
             min(min) AS min, max(max) AS max, sum(sum) / sum(count) AS average,
             (array_agg(last ORDER BY at DESC))[1] AS last, sum(count)::int AS count
        FROM (${Prisma.join(layers, " UNION ALL ")}) AS stored
       GROUP BY 1, 2 ORDER BY 1, 2`;
  }

  private async marks(): Promise<Map<number, Date>> {
    const rows = await this.client().metricRollupMark.findMany();
    return new Map(rows.map(({ resolutionSec, upTo }) => [resolutionSec, upTo]));
  }
}

export interface Layer {
  resolution: Resolution;
  from: Date;
  to: Date;
}

/** What is not rolled up yet is read from what it will be made of. */
function layersOf(source: Resolution, from: Date, to: Date, marks: ReadonlyMap<number, Date>): Layer[] {
  const layers: Layer[] = [];
  let start = from;
  for (const resolution of resolutions.slice(0, resolutions.indexOf(source) + 1).toReversed()) {
    const seconds = secondsOf[resolution];
    const mark = resolution === "TEN_SECONDS" ? to : (marks.get(seconds) ?? start);
    const end = mark < to ? mark : to;
    // A stored point that began before the range is of a part of it.
    const first = new Date(Math.floor(start.getTime() / (seconds * 1_000)) * seconds * 1_000);
    if (end > start) layers.push({ resolution, from: first, to: end });
    if (end > start) start = end;
  }
  return layers;
}

function layerSql({ resolution, from, to }: Layer, ids: readonly number[]): Prisma.Sql {
  const wanted = Prisma.sql`series_id = ANY(${[...ids]}::int[]) AND at >= ${from} AND at < ${to}`;
  if (resolution === "TEN_SECONDS")
    return Prisma.sql`SELECT series_id, at, value AS min, value AS max, value AS sum, value AS last, 1 AS count
      FROM saas_system_metrics WHERE ${wanted}`;
  if (resolution === "MINUTE")
    return Prisma.sql`SELECT series_id, at, min, max, sum, last, count FROM saas_metric_minutes WHERE ${wanted}`;
  return Prisma.sql`SELECT series_id, at, min, max, sum, last, count FROM saas_metric_rollups
    WHERE resolution_sec = ${secondsOf[resolution]}::int AND ${wanted}`;
}
