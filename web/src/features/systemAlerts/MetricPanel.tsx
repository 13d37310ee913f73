import { useQuery } from "@apollo/client/react";
import { Skeleton } from "@mui/material";
import { lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useMeasured } from "../../alerting/useMeasured.ts";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { graphql } from "../../gql/gql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useNow } from "../../ui/useNow.ts";
import type { SystemAlertData } from "./systemAlertQuery.ts";

const SeriesChart = lazy(async () => ({
  default: (await import("../../charts/SeriesChart.tsx")).SeriesChart,
}));

const metricQuery = graphql(`
  query SystemAlertMetric($input: MetricsInput!) {
    metrics(input: $input) {
      series {
        name
        labels {
          name
          value
        }
        points {
          at
          max
          min
        }
      }
    }
  }
`);

const minuteMs = 60_000;
const marginMs = 30 * minuteMs;
const height = 260;

/** What was measured around the alert, and the limit it crossed. */
export function MetricPanel({ alert }: { alert: SystemAlertData }) {
  const { t } = useTranslation("alerting");
  const formats = useFormats();
  const measured = useMeasured();
  // To the minute, so that the same question keeps the same name in the cache.
  const now = Math.floor(useNow("halfMinute") / minuteMs) * minuteMs;
  const to = alert.resolvedAt ? Math.min(now, Date.parse(alert.resolvedAt) + marginMs) : now;
  const { data, previousData, error, refetch } = useQuery(metricQuery, {
    variables: {
      input: {
        names: [alert.metric ?? ""],
        from: new Date(Date.parse(alert.since) - marginMs).toISOString(),
        to: new Date(to + minuteMs).toISOString(),
        maxPoints: 300,
      },
    },
  });
  const answer = data ?? previousData;
  const isLow = alert.operator === "BELOW" || alert.operator === "AT_MOST";
  const points = useMemo(() => {
    const own = answer?.metrics.series.find(({ labels }) =>
      labels.every(({ name, value }) =>
        alert.labels.some((each) => each.name === name && each.value === value),
      ),
    );
    return (own?.points ?? []).map(({ at, max, min }) => ({
      at: Date.parse(at),
      value: isLow ? min : max,
      limit: alert.measure === "VALUE" ? alert.threshold : null,
    }));
  }, [answer, alert.labels, alert.measure, alert.threshold, isLow]);
  const problem = seriousError(error);
  if (problem !== undefined && !answer) return <ErrorNotice error={problem} onRetry={() => void refetch()} />;
  return (
    <ChartPanel
      title={t("detail.chart")}
      note={alert.metric}
      height={height}
      table={{
        header: [t("detail.since"), t("detail.value")],
        rows: points.map(({ at, value }) => [formats.dateTime(at), value]),
      }}
    >
      {answer ? (
        <SeriesChart
          points={points}
          label={`${t("detail.chart")}: ${alert.metric}`}
          height={height}
          format={(value) => measured(value, alert.unit)}
          series={[
            { key: "value", name: t("detail.value"), colour: "var(--tone-progress-solid)", kind: "line" },
            {
              key: "limit",
              name: t("detail.limitLine"),
              colour: "var(--tone-negative-solid)",
              kind: "line",
              dashed: true,
            },
          ]}
        />
      ) : (
        <Skeleton variant="rounded" height={height} />
      )}
    </ChartPanel>
  );
}
