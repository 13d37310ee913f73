import { metricCatalogue } from "./metric.catalogue.ts";
import type { MetricDefinition, MetricUnit } from "./metric.catalogue.ts";
import type { MetricName } from "./metric.reader.ts";
import type { MetricInfo, MetricLabel, MetricSeries, SystemMetrics } from "./metric.model.ts";
import type { LiveUpdate } from "./live/liveMetrics.ts";
import type { RangeSeries } from "./reading/rangeReader.ts";

const catalogue: Readonly<Record<string, MetricDefinition>> = metricCatalogue;

/** Of what is not in the catalogue, by the endings that Prometheus' names have. */
function unitOf(name: string): MetricUnit {
  const known = catalogue[name];
  if (known) return known.unit;
  if (name.endsWith("_per_second")) return "PER_SECOND";
  if (/_seconds(_p\d+)?$/.test(name)) return "SECONDS";
  if (name.endsWith("_bytes")) return "BYTES";
  return name.endsWith("_ratio") ? "RATIO" : "COUNT";
}

export function asInfo({ name, labels, seriesCount }: MetricName): MetricInfo {
  const title = catalogue[name]?.title;
  return {
    name,
    unit: unitOf(name),
    title: title?.en ?? name,
    titleZh: title?.zh ?? name,
    labels,
    seriesCount,
  };
}

export function asSeries({ id, name, labels, points }: RangeSeries): MetricSeries {
  return { id: String(id), name, unit: unitOf(name), labels: asLabels(labels), points };
}

export function asLive({ at, points }: LiveUpdate): SystemMetrics {
  return { at, points: points.map((point) => ({ ...point, labels: asLabels(point.labels) })) };
}

function asLabels(labels: Readonly<Record<string, string>>): MetricLabel[] {
  return Object.entries(labels).map(([name, value]) => ({ name, value }));
}
