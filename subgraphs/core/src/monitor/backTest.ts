import { canonicalJson } from "../audit/canonicalJson.ts";
import type { MetricReader } from "../metric/metric.reader.ts";
import { replay } from "./backTest.rules.ts";
import type { Firing } from "./backTest.rules.ts";
import { staleAfterMs } from "./condition.rules.ts";
import type { Condition, Sample } from "./condition.rules.ts";
import { windowMaxMs } from "./series.ts";
import type { Labels } from "./rule.row.ts";

export interface Draft extends Condition {
  metric: string;
  match: Labels;
  forSeconds: number;
}

export interface BackTest {
  from: Date;
  to: Date;
  /** Series that were looked at, and how many there are. */
  looked: number;
  seriesCount: number;
  sampleCount: number;
  firings: (Firing & { labels: Labels })[];
}

const dayMs = 24 * 60 * 60_000;
/** Of a metric with more series the first are enough to judge a rule by. */
const seriesMax = 20;
const firingsMax = 200;

/** Would have fired so often in the last day: tried on what was measured, before anybody is woken by it. */
export class BackTester {
  constructor(
    private readonly reader: MetricReader,
    private readonly clock: () => Date,
  ) {}

  /** @param tenantId null: the platform's own series. */
  async test(tenantId: string | null, draft: Draft): Promise<BackTest> {
    const to = this.clock();
    const from = new Date(to.getTime() - dayMs);
    const neededMs = 2 * staleAfterMs + (draft.windowSeconds ?? 0) * 1_000;
    const series = await this.read(tenantId, draft, new Date(from.getTime() - neededMs), to);
    const looked = [...series.values()].slice(0, seriesMax);
    const begun = looked.reduce(
      (first, { samples }) => Math.min(first, samples[0]?.at.getTime() ?? first),
      to.getTime(),
    );
    // What was not measured yet is no absence.
    const start = new Date(Math.max(from.getTime(), begun));
    return {
      from: start,
      to,
      looked: looked.length,
      seriesCount: series.size,
      sampleCount: looked.reduce((sum, { samples }) => sum + samples.length, 0),
      firings: looked
        .flatMap(({ labels, samples }) =>
          replay(samples, draft, { from: start, to }).map((firing) => ({ ...firing, labels })),
        )
        .toSorted((a, b) => b.raisedAt.getTime() - a.raisedAt.getTime())
        .slice(0, firingsMax),
    };
  }

  /** Hour by hour: so much of raw samples is read at a time. */
  private async read(
    tenantId: string | null,
    { metric: name, match }: Draft,
    from: Date,
    to: Date,
  ): Promise<Map<string, { labels: Labels; samples: Sample[] }>> {
    const series = new Map<string, { labels: Labels; samples: Sample[] }>();
    for (let begin = from.getTime(); begin < to.getTime(); begin += windowMaxMs) {
      const end = Math.min(begin + windowMaxMs, to.getTime());
      const part = await this.reader.window({
        tenantId,
        name,
        match,
        from: new Date(begin),
        to: new Date(end),
      });
      for (const { labels, points } of part) {
        const key = canonicalJson(labels);
        const known = series.get(key) ?? { labels, samples: [] };
        known.samples.push(...points);
        series.set(key, known);
      }
    }
    return series;
  }
}
