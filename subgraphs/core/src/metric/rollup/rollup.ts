import { Prisma } from "@wegraph/db-core/client";
import type { CoreDatabase, Tx } from "../../database.ts";
import { metricPurpose } from "../metric.purpose.ts";
import { secondsOf } from "./resolution.rules.ts";
import type { Resolution } from "./resolution.rules.ts";

type Rolled = Exclude<Resolution, "TEN_SECONDS">;

/** So much of a period's data at a time: after a long stand-still the statements stay short. */
const chunkSeconds: Readonly<Record<Rolled, number>> = { MINUTE: 600, HOUR: 6 * 3_600, DAY: 7 * 86_400 };
/** What is under way between a sampler and the table; later ones move the mark back. */
const settleMs = 15_000;

export interface RolledUp {
  resolution: Rolled;
  /** Points written. */
  points: number;
}

/**
 * Makes minutes of samples, hours of minutes, days of hours: lowest, highest, sum, last and count of each, from which
 * the same can be made again, and for which it does no harm to be made twice.
 */
export class Rollup {
  constructor(
    private readonly db: CoreDatabase,
    private readonly clock: () => Date,
  ) {}

  async run(signal?: AbortSignal): Promise<RolledUp[]> {
    const done: RolledUp[] = [];
    for (const resolution of ["MINUTE", "HOUR", "DAY"] as const)
      // oxlint-disable-next-line no-await-in-loop -- each is made of the one before
      done.push({ resolution, points: await this.catchUp(resolution, signal) });
    return done;
  }

  private async catchUp(resolution: Rolled, signal: AbortSignal | undefined): Promise<number> {
    let points = 0;
    for (;;) {
      signal?.throwIfAborted();
      // oxlint-disable-next-line no-await-in-loop -- in order, from where it stands
      const step = await this.db
        .system(metricPurpose)
        .$transaction((tx) => this.step(tx, resolution), { timeout: 60_000 });
      points += step.points;
      if (step.isDone) return points;
    }
  }

  private async step(tx: Tx, resolution: Rolled): Promise<{ points: number; isDone: boolean }> {
    const seconds = secondsOf[resolution];
    const end = floorTo(this.clock().getTime() - settleMs, seconds);
    const from = await this.lockMark(tx, resolution, end);
    if (from >= end) return { points: 0, isDone: true };
    const to = Math.min(from + chunkSeconds[resolution] * 1_000, end);
    const points = await this.write(tx, resolution, new Date(from), new Date(to));
    await tx.metricRollupMark.update({ where: { resolutionSec: seconds }, data: { upTo: new Date(to) } });
    return { points, isDone: to >= end };
  }

  /** The row is the lock: whoever comes second goes on from where the first has got to. */
  private async lockMark(tx: Tx, resolution: Rolled, end: number): Promise<number> {
    const seconds = secondsOf[resolution];
    const oldest = await this.oldest(tx, resolution);
    await tx.$executeRaw`
      INSERT INTO wegraph_metric_rollup_marks (resolution_sec, up_to)
      VALUES (${seconds}::int, ${new Date(oldest === null ? end : floorTo(oldest.getTime(), seconds))})
      ON CONFLICT DO NOTHING`;
    const [row] = await tx.$queryRaw<{ up_to: Date }[]>`
      SELECT up_to FROM wegraph_metric_rollup_marks WHERE resolution_sec = ${seconds}::int FOR UPDATE`;
    return row?.up_to.getTime() ?? end;
  }

  private async oldest(tx: Tx, resolution: Rolled): Promise<Date | null> {
    if (await tx.metricRollupMark.count({ where: { resolutionSec: secondsOf[resolution] } })) return null;
    const [row] = await tx.$queryRaw<
      { at: Date | null }[]
    >`SELECT min(at) AS at FROM ${sourceOf(resolution)}`;
    return row?.at ?? null;
  }

  private write(tx: Tx, resolution: Rolled, from: Date, to: Date): Promise<number> {
    const seconds = secondsOf[resolution];
    const bin = Prisma.sql`date_bin(make_interval(secs => ${seconds}::int), at, 'epoch'::timestamptz)`;
    const kept = Prisma.sql`DO UPDATE SET min = excluded.min, max = excluded.max, sum = excluded.sum,
      last = excluded.last, count = excluded.count`;
    if (resolution === "MINUTE")
      return tx.$executeRaw`
        INSERT INTO saas_metric_minutes (series_id, at, min, max, sum, last, count)
        SELECT series_id, ${bin}, min(value), max(value), sum(value),
               (array_agg(value ORDER BY at DESC))[1], count(*)::int
          FROM saas_system_metrics WHERE at >= ${from} AND at < ${to} GROUP BY 1, 2
        ON CONFLICT (series_id, at) ${kept}`;
    return tx.$executeRaw`
      INSERT INTO saas_metric_rollups (series_id, resolution_sec, at, min, max, sum, last, count)
      SELECT series_id, ${seconds}::int, ${bin}, min(min), max(max), sum(sum),
             (array_agg(last ORDER BY at DESC))[1], sum(count)::int
        FROM ${sourceOf(resolution)} WHERE at >= ${from} AND at < ${to} GROUP BY 1, 3
      ON CONFLICT (series_id, resolution_sec, at) ${kept}`;
  }
}

/** What a resolution is made of, as it can stand in FROM. */
function sourceOf(resolution: Rolled): Prisma.Sql {
  if (resolution === "MINUTE") return Prisma.sql`saas_system_metrics`;
  if (resolution === "HOUR") return Prisma.sql`saas_metric_minutes`;
  return Prisma.sql`(SELECT * FROM saas_metric_rollups WHERE resolution_sec = 3600) AS hours`;
}

function floorTo(ms: number, seconds: number): number {
  return Math.floor(ms / (seconds * 1_000)) * seconds * 1_000;
}
