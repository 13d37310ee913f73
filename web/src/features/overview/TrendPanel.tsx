import { lazy, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { toTrend } from "../../charts/trend.series.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { type Counts, countOf } from "./liveSummary.ts";

// The chart library is as large as the rest of this page: the figures are there before it is.
const TrendChart = lazy(async () => ({ default: (await import("../../charts/TrendChart.tsx")).TrendChart }));

interface TrendPanelProps {
  trend: readonly { at: string; online: number; total: number }[];
  counts: Counts;
  hours: number;
}

export function TrendPanel({ trend, counts, hours }: TrendPanelProps) {
  const { t } = useTranslation(["overview", "common"]);
  const formats = useFormats();
  const online = countOf(counts, "ONLINE");
  const points = useMemo(
    () => toTrend(trend, { at: Date.parse(counts.asOf), online, total: counts.total }),
    [trend, counts.asOf, counts.total, online],
  );
  return (
    <ChartPanel
      title={t("trend.title")}
      note={t("common:asOf", { time: formats.time(counts.asOf) })}
      table={{
        header: [t("trend.time"), t("trend.online"), t("trend.total")],
        rows: points.map(({ at, value, total }) => [formats.dateTime(at), value, total]),
      }}
      height={236}
    >
      <TrendChart
        points={points}
        label={t("trend.label", {
          hours,
          online: formats.number(online),
          total: formats.number(counts.total),
        })}
        valueName={t("trend.online")}
        totalName={t("trend.total")}
        height={236}
      />
    </ChartPanel>
  );
}
