import type { MetricObjectWithValues, MetricValue, Registry } from "prom-client";
import { quantileOf } from "./quantile.rules.ts";
import type { Bucket } from "./quantile.rules.ts";
import { seriesKey, seriesKeyMax } from "./samples.ts";
import type { Labels, Sample } from "./samples.ts";

const prefix = "wegraph_";
const quantiles = { p50: 0.5, p95: 0.95, p99: 0.99 } as const;

/** Which histograms time what the process is asked; their label "outcome" says what became of it. */
const requestHistograms: readonly string[] = ["gateway_operation_seconds", "subgraph_request_seconds"];

interface HistogramState {
  count: number;
  sum: number;
  /** Cumulative counts by upper bound, in order. */
  buckets: Bucket[];
}

type Given = MetricObjectWithValues<MetricValue<string>>;

/**
 * Turns what a process has counted since its start into what happened since the last look: gauges as they are, counters
 * per second, histograms as percentiles of the time in between. A series that stands still (nothing was timed) has no
 * percentile, rather than an old one.
 */
export class RegistrySampler {
  private counters = new Map<string, number>();
  private histograms = new Map<string, HistogramState>();

  constructor(
    private readonly registry: Registry,
    /** Put on every series, unless a metric is of something that no process owns. */
    private readonly labels: Labels,
    private readonly isShared: (name: string) => boolean,
  ) {}

  /** @param seconds since the last look. */
  async sample(seconds: number): Promise<Sample[]> {
    const names = this.registry
      .getMetricsAsArray()
      .map(({ name }) => name)
      .filter((name) => name.startsWith(prefix));
    const given = await Promise.all(names.map(async (name) => this.registry.getSingleMetric(name)?.get()));
    const samples: Sample[] = [];
    for (const metric of given)
      if (metric !== undefined) samples.push(...this.samplesOf(metric, Math.max(seconds, 0.001)));
    return samples.filter(({ key, value }) => Number.isFinite(value) && key.length <= seriesKeyMax);
  }

  private samplesOf(metric: Given, seconds: number): Sample[] {
    const name = metric.name.slice(prefix.length);
    const kind = String(metric.type);
    if (kind === "gauge")
      return metric.values.map(({ labels, value }) => this.at(name, textOf(labels), value));
    if (kind === "counter") return this.ratesOf(name, metric.values, seconds);
    return kind === "histogram" ? this.quantilesOf(name, metric.values, seconds) : [];
  }

  private ratesOf(name: string, values: Given["values"], seconds: number): Sample[] {
    const rateName = `${name.replace(/_total$/, "")}_per_second`;
    return values.map(({ labels, value }) => {
      const own = textOf(labels);
      const key = seriesKey(name, own);
      const before = this.counters.get(key) ?? 0;
      this.counters.set(key, value);
      return this.at(rateName, own, Math.max(value - before, 0) / seconds);
    });
  }

  private quantilesOf(name: string, values: Given["values"], seconds: number): Sample[] {
    const isOfRequests = requestHistograms.includes(name);
    const asked: HistogramState = { count: 0, sum: 0, buckets: [] };
    let failed = 0;
    const samples: Sample[] = [];
    for (const [key, { labels, state }] of histogramsIn(values)) {
      const before = this.histograms.get(name + key);
      this.histograms.set(name + key, state);
      const between = differenceOf(state, before);
      samples.push(...this.describe(name, labels, between, seconds));
      if (!isOfRequests) continue;
      add(asked, between);
      if (labels["outcome"] === "failed") failed += between.count;
    }
    if (isOfRequests) {
      samples.push(...this.describe("request_seconds", {}, asked, seconds));
      samples.push(this.at("requests_per_second", {}, asked.count / seconds));
      if (asked.count > 0) samples.push(this.at("request_error_ratio", {}, failed / asked.count));
    }
    return samples;
  }

  private describe(name: string, labels: Labels, between: HistogramState, seconds: number): Sample[] {
    const samples =
      name === "request_seconds"
        ? []
        : [this.at(`${name.replace(/_seconds$/, "")}_per_second`, labels, between.count / seconds)];
    if (between.count === 0) return samples;
    for (const [suffix, share] of Object.entries(quantiles))
      samples.push(this.at(`${name}_${suffix}`, labels, quantileOf(share, between.buckets)));
    return samples;
  }

  private at(name: string, labels: Labels, value: number): Sample {
    return { key: seriesKey(name, this.isShared(name) ? labels : { ...labels, ...this.labels }), value };
  }
}

/** `service` is put on by the registry and by us; once is enough. */
function textOf(labels: Partial<Record<string, string | number>>): Labels {
  const { service: _, ...own } = labels;
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]));
}

function histogramsIn(values: Given["values"]): Map<string, { labels: Labels; state: HistogramState }> {
  const found = new Map<string, { labels: Labels; state: HistogramState }>();
  for (const { labels, value, metricName } of values as (MetricValue<string> & { metricName?: string })[]) {
    const { le, ...own } = textOf(labels);
    const key = seriesKey("", own);
    const known = found.get(key) ?? { labels: own, state: { count: 0, sum: 0, buckets: [] } };
    found.set(key, known);
    if (metricName?.endsWith("_sum")) known.state.sum = value;
    else if (metricName?.endsWith("_count")) known.state.count = value;
    else if (le !== undefined)
      known.state.buckets.push({ upTo: le === "+Inf" ? Infinity : Number(le), count: value });
  }
  return found;
}

function differenceOf(now: HistogramState, before: HistogramState | undefined): HistogramState {
  if (!before) return now;
  return {
    count: now.count - before.count,
    sum: now.sum - before.sum,
    buckets: now.buckets.map(({ upTo, count }, index) => ({
      upTo,
      count: count - (before.buckets[index]?.count ?? 0),
    })),
  };
}

function add(total: HistogramState, one: HistogramState): void {
  total.count += one.count;
  total.sum += one.sum;
  total.buckets = one.buckets.map(({ upTo, count }, index) => ({
    upTo,
    count: count + (total.buckets[index]?.count ?? 0),
  }));
}
