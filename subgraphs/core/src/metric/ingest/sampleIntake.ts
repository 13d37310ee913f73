import { samplePeriodMs } from "@wegraph/kit/samples";
import type { SampleBatch } from "@wegraph/kit/samples";
import type { CoreDatabase } from "../../database.ts";
import { metricPurpose } from "../metric.purpose.ts";
import type { PlatformTenant } from "../platformTenant.ts";
import type { RollupMarks } from "../rollup/rollupMarks.ts";
import type { SeriesDirectory } from "./seriesDirectory.ts";

/** What goes into one statement; more waits for the next. */
const rowsMax = 25_000;
const day = 24 * 60 * 60_000;
/** There are partitions from yesterday on, and a clock may be a little wrong. */
const latestMs = 60_000;

interface Waiting {
  batch: SampleBatch;
  done: () => void;
  failed: (error: unknown) => void;
}

/**
 * Stores what processes measured, in sets: whatever comes while one statement runs is one statement afterwards. The
 * same measurement twice is one.
 */
export class SampleIntake {
  private waiting: Waiting[] = [];
  private isRunning = false;

  constructor(
    private readonly db: CoreDatabase,
    private readonly series: SeriesDirectory,
    private readonly platform: PlatformTenant,
    private readonly marks: RollupMarks,
    private readonly clock: () => Date,
  ) {}

  /** Resolves once it is stored, or is of a time that is not kept. */
  take(batch: SampleBatch): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ batch, done: resolve, failed: reject });
      if (!this.isRunning) void this.drain();
    });
  }

  private async drain(): Promise<void> {
    this.isRunning = true;
    // What else came with it is taken along.
    await new Promise((resolve) => setImmediate(resolve));
    while (this.waiting.length > 0) {
      const taken = this.nextSet();
      try {
        // oxlint-disable-next-line no-await-in-loop -- one statement at a time is what makes sets of them
        await this.store(taken.map(({ batch }) => batch));
        for (const { done } of taken) done();
      } catch (error) {
        for (const { failed } of taken) failed(error);
      }
    }
    this.isRunning = false;
  }

  private nextSet(): Waiting[] {
    let rows = 0;
    const over = this.waiting.findIndex(({ batch }, index) => {
      rows += batch.keys.length;
      return index > 0 && rows > rowsMax;
    });
    return this.waiting.splice(0, over === -1 ? this.waiting.length : over);
  }

  private async store(batches: readonly SampleBatch[]): Promise<void> {
    const platformId = await this.platform.id();
    if (platformId === null) return; // nobody could read it
    const now = this.clock().getTime();
    const kept = batches.filter(({ at }) => at > now - day && at < now + latestMs);
    const refs = kept.flatMap(({ keys, tenantIds }) =>
      keys.map((key, index) => ({ key, tenantId: tenantIds?.[index] ?? platformId })),
    );
    const ids = await this.series.idsOf(refs);
    const rows = { ids: [] as number[], offsets: [] as number[], values: [] as number[] };
    let index = 0;
    const from = Math.min(...kept.map(({ at }) => at));
    for (const { at, values } of kept)
      for (const value of values) {
        const id = ids[index];
        index += 1;
        if (id == null) continue;
        rows.ids.push(id);
        rows.offsets.push(at - from);
        rows.values.push(value);
      }
    if (rows.ids.length === 0) return;
    await this.insert(from, rows);
    // What is rolled up already is rolled up again with it.
    if (from < now - 2 * samplePeriodMs) await this.marks.moveBack(new Date(from));
  }

  /** Columns as texts: a driver takes a text as it is, and looks at every element of an array. */
  private async insert(
    from: number,
    { ids, offsets, values }: { ids: number[]; offsets: number[]; values: number[] },
  ): Promise<void> {
    await this.db.system(metricPurpose).$executeRaw`
      INSERT INTO saas_system_metrics (series_id, at, value)
      SELECT g.id, ${new Date(from)}::timestamptz + g.off * interval '1 millisecond', g.value
        FROM unnest(${`{${ids.join()}}`}::text::int[], ${`{${offsets.join()}}`}::text::int[],
          ${`{${values.join()}}`}::text::float8[]) AS g(id, off, value)
      ON CONFLICT DO NOTHING`;
  }
}
