import { graphql } from "../../gql/gql.ts";
import type { MetricsQuery } from "../../gql/graphql.ts";
import { oneOf, words } from "../../ui/urlState.ts";

export const metricNamesQuery = graphql(`
  query MetricNames {
    metricNames {
      name
      unit
      title
      titleZh
      labels
      seriesCount
    }
  }
`);

export const metricsQuery = graphql(`
  query Metrics($input: MetricsInput!) {
    metrics(input: $input) {
      from
      to
      resolution
      stepSeconds
      seriesCount
      series {
        id
        name
        unit
        labels {
          name
          value
        }
        points {
          at
          average
          min
          max
          last
        }
      }
    }
  }
`);

export const systemMetricsSubscription = graphql(`
  subscription SystemMetrics($names: [String!]!) {
    systemMetrics(names: $names) {
      at
    }
  }
`);

export type MetricRange = MetricsQuery["metrics"];
export type MetricSeries = MetricRange["series"][number];

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

export const ranges = ["15m", "1h", "6h", "24h", "7d", "30d"] as const;
export type MetricSpan = (typeof ranges)[number];

export const spanMs: Readonly<Record<MetricSpan, number>> = {
  "15m": 15 * minute,
  "1h": hour,
  "6h": 6 * hour,
  "24h": day,
  "7d": 7 * day,
  "30d": 30 * day,
};

export const comparisons = ["none", "before", "day", "week"] as const;
export type Comparison = (typeof comparisons)[number];

/** How far back what is compared lies. */
export function shiftMs(comparison: Comparison, span: MetricSpan): number {
  const shifts: Readonly<Record<Comparison, number>> = { none: 0, before: spanMs[span], day, week: 7 * day };
  return shifts[comparison];
}

export const figures = ["average", "max", "min", "last"] as const;
export type Figure = (typeof figures)[number];

export const explorerState = {
  names: words,
  range: oneOf(ranges, "1h"),
  compare: oneOf(comparisons, "none"),
  figure: oneOf(figures, "average"),
};

/** What a series has at most; a screen has no room for more. */
export const pointsMax = 600;
/** As the server takes them. */
export const namesMax = 12;
