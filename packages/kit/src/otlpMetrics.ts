import { ValueType } from "@opentelemetry/api";
import type { HrTime } from "@opentelemetry/api";
import { OTLPMetricExporter } from "@opentelemetry/exporter-metrics-otlp-http";
import { resourceFromAttributes } from "@opentelemetry/resources";
import {
  AggregationTemporality,
  DataPointType,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import type { CollectionResult, DataPoint, MetricData, MetricProducer } from "@opentelemetry/sdk-metrics";
import type { MetricObjectWithValues, MetricValue, Registry } from "prom-client";

const everyMs = 30_000;

type Given = MetricObjectWithValues<MetricValue<string>>;
type Labelled = MetricValue<string> & { metricName?: string };

export interface OtlpMetricsOptions {
  service: string;
  /** Which one of its kind; see WEGRAPH_INSTANCE. */
  instance: string;
  /** Base URL of the collector; metrics go to `/v1/metrics` below it. */
  endpoint: string;
  registry: Registry;
}

/**
 * Sends the process's Prometheus metrics to an OpenTelemetry collector (OTLP over HTTP) as well: counted once, told in
 * both ways. Called only when an endpoint is configured.
 */
export function exportMetrics({ service, instance, endpoint, registry }: OtlpMetricsOptions): {
  stop(): Promise<void>;
} {
  const url = new URL("v1/metrics", endpoint.endsWith("/") ? endpoint : `${endpoint}/`).href;
  const resource = resourceFromAttributes({ "service.name": service, "service.instance.id": instance });
  const producer = new RegistryProducer(registry, resource);
  const reader = new PeriodicExportingMetricReader({
    exporter: new OTLPMetricExporter({ url }),
    exportIntervalMillis: everyMs,
    metricProducers: [producer],
  });
  const provider = new MeterProvider({ resource, readers: [reader] });
  // The last figures go out before the process ends.
  return { stop: () => provider.shutdown() };
}

type Resource = ReturnType<typeof resourceFromAttributes>;

/** A Prometheus registry as the SDK's metrics, cumulative since the process began. */
class RegistryProducer implements MetricProducer {
  private readonly startTime = hrTime(performance.timeOrigin);

  constructor(
    private readonly registry: Registry,
    private readonly resource: Resource,
  ) {}

  async collect(): Promise<CollectionResult> {
    const given: Given[] = await this.registry.getMetricsAsJSON();
    const endTime = hrTime(Date.now());
    const metrics = given.flatMap((metric) => this.dataOf(metric, endTime));
    const scopeMetrics = [{ scope: { name: "wegraph" }, metrics }];
    return { resourceMetrics: { resource: this.resource, scopeMetrics }, errors: [] };
  }

  private dataOf(metric: Given, endTime: HrTime): MetricData[] {
    const common = {
      descriptor: { name: metric.name, description: metric.help, unit: "", valueType: ValueType.DOUBLE },
      aggregationTemporality: AggregationTemporality.CUMULATIVE,
    };
    const times = { startTime: this.startTime, endTime };
    const points = () =>
      metric.values.map(({ labels, value }): DataPoint<number> => ({
        ...times,
        attributes: attributesOf(labels),
        value,
      }));
    const kind = String(metric.type);
    if (kind === "gauge") return [{ ...common, dataPointType: DataPointType.GAUGE, dataPoints: points() }];
    if (kind === "counter")
      return [{ ...common, dataPointType: DataPointType.SUM, isMonotonic: true, dataPoints: points() }];
    if (kind !== "histogram") return [];
    const dataPoints = histogramsOf(metric.values).map(({ attributes, value }) => ({
      ...times,
      attributes,
      value,
    }));
    return [{ ...common, dataPointType: DataPointType.HISTOGRAM, dataPoints }];
  }
}

interface Histogram {
  attributes: Record<string, string>;
  value: { buckets: { boundaries: number[]; counts: number[] }; sum: number; count: number };
}

/** Prometheus counts a bucket with all below it, OpenTelemetry each by itself. */
function histogramsOf(values: readonly Labelled[]): Histogram[] {
  const found = new Map<string, Histogram & { below: number }>();
  for (const { labels, value, metricName } of values) {
    const { le, ...attributes } = attributesOf(labels);
    const key = JSON.stringify(attributes);
    const known = found.get(key) ?? {
      attributes,
      below: 0,
      value: { buckets: { boundaries: [], counts: [] }, sum: 0, count: 0 },
    };
    found.set(key, known);
    if (metricName?.endsWith("_sum")) known.value.sum = value;
    else if (metricName?.endsWith("_count")) known.value.count = value;
    else if (le !== undefined) {
      if (le !== "+Inf") known.value.buckets.boundaries.push(Number(le));
      known.value.buckets.counts.push(value - known.below);
      known.below = value;
    }
  }
  return [...found.values()];
}

/** `service` is the resource's. */
function attributesOf(labels: Partial<Record<string, string | number>>): Record<string, string> {
  const { service: _, ...own } = labels;
  return Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)]));
}

function hrTime(ms: number): HrTime {
  return [Math.floor(ms / 1_000), Math.round((ms % 1_000) * 1e6)];
}
