import { Box } from "@mui/material";
import { lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { solid } from "../../theme/tones.ts";
import { useLatencyText } from "./latencyText.ts";
import type { Statistics } from "./statsQuery.ts";
import { toPoints } from "./statsSeries.ts";

const SeriesChart = lazy(async () => ({
  default: (await import("../../charts/SeriesChart.tsx")).SeriesChart,
}));
const height = 236;

interface SeriesPanelsProps {
  statistics: Statistics;
  span: { from: string; to: string };
}

/** How many, how well and how fast, over the time of the page. */
export function SeriesPanels({ statistics, span }: SeriesPanelsProps) {
  const { t } = useTranslation(["messages", "common"]);
  const formats = useFormats();
  const latency = useLatencyText();
  const points = useMemo(() => toPoints(statistics.hours, span), [statistics.hours, span]);
  const asOf = t("common:asOf", { time: formats.time(statistics.asOf) });
  const happened = points.filter(({ sent, failed }) => sent + failed > 0);
  const { total } = statistics;
  const time = t("stats.time");
  const number = (value: number) => formats.number(value);
  const percent = (value: number) => formats.percent(value);
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "repeat(3, minmax(0,1fr))" },
      }}
    >
      <ChartPanel
        title={t("stats.volume")}
        note={asOf}
        height={height}
        table={{
          header: [time, t("stats.sent"), t("stats.failed")],
          rows: happened.map(({ at, sent, failed }) => [formats.dateTime(at), sent, failed]),
        }}
      >
        <SeriesChart
          points={points}
          height={height}
          format={number}
          label={t("stats.volumeLabel", { sent: number(total.sent), failed: number(total.failed) })}
          series={[
            { key: "sent", name: t("stats.sent"), colour: solid("positive"), kind: "bar" },
            { key: "failed", name: t("stats.failed"), colour: solid("negative"), kind: "bar" },
          ]}
        />
      </ChartPanel>
      <ChartPanel
        title={t("stats.successRate")}
        note={asOf}
        height={height}
        table={{
          header: [time, t("stats.successRate")],
          rows: happened.map(({ at, successRate }) => [formats.dateTime(at), percent(successRate ?? 0)]),
        }}
      >
        <SeriesChart
          points={points}
          height={height}
          format={percent}
          domain={[0, 1]}
          label={t("stats.rateLabel", {
            rate: total.successRate === null ? "–" : percent(total.successRate),
          })}
          series={[
            { key: "successRate", name: t("stats.successRate"), colour: solid("positive"), kind: "line" },
          ]}
        />
      </ChartPanel>
      <ChartPanel
        title={t("stats.latency")}
        note={asOf}
        height={height}
        table={{
          header: [time, t("stats.p50"), t("stats.p95")],
          rows: happened.map(({ at, p50Ms, p95Ms }) => [
            formats.dateTime(at),
            latency(p50Ms),
            latency(p95Ms),
          ]),
        }}
      >
        <SeriesChart
          points={points}
          height={height}
          format={latency}
          label={t("stats.latencyLabel", { p50: latency(total.p50Ms), p95: latency(total.p95Ms) })}
          series={[
            { key: "p50Ms", name: t("stats.p50"), colour: solid("progress"), kind: "line" },
            { key: "p95Ms", name: t("stats.p95"), colour: solid("mending"), kind: "line", dashed: true },
          ]}
        />
      </ChartPanel>
    </Box>
  );
}
