import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import type { ChartMark } from "./chartMarks.ts";
import { lineColours } from "./vitalColours.ts";
import { VitalChart } from "./VitalChart.tsx";
import type { ChartGroup, LivePoint } from "./vitalSeries.ts";
import { withLive } from "./vitalSeries.ts";
import type { VitalSeriesData } from "./vitalsQuery.ts";

interface VitalPanelProps {
  group: ChartGroup;
  series: readonly VitalSeriesData[];
  live: readonly LivePoint[];
  span: { from: number; to: number };
  marks: readonly ChartMark[];
  onZoom: (from: number, to: number) => void;
}

const height = 190;

/** One quantity of a patient: its chart, the same as a table, and what it is now. */
export function VitalPanel({ group, series, live, span, marks, onZoom }: VitalPanelProps) {
  const { t } = useTranslation("vitals");
  const formats = useFormats();
  const words = useVitalWords();
  const drawn = series.map((each) => withLive(each, live));
  const first = series[0];
  const code = first?.code ?? "";
  const name = group.key === "pressure" ? t("pressure") : words.name(code);
  const values = drawn.flatMap(({ points }) => points);
  const total =
    series.reduce((sum, each) => sum + each.total, 0) +
    values.length -
    series.reduce((sum, each) => sum + each.points.length, 0);
  const numbers = values.map(({ value }) => value);
  const label = t("chart.label", {
    name,
    count: total,
    low: numbers.length > 0 ? words.value(code, Math.min(...numbers)) : "–",
    high: numbers.length > 0 ? words.value(code, Math.max(...numbers)) : "–",
  });
  const isReduced = series.some((each) => each.isReduced);
  return (
    <ChartPanel
      title={name}
      note={`${words.unit(code)}${values.length === 0 ? "" : ` · ${isReduced ? t("chart.reduced", { shown: formats.number(values.length), total: formats.number(total) }) : t("chart.all", { count: total })}`}`}
      table={{
        header: [
          t("chart.time"),
          ...(drawn.length > 1 ? [t("table.what")] : []),
          t("chart.value"),
          t("chart.quality"),
        ],
        rows: values
          .toSorted((a, b) => b.at - a.at)
          .map((point) => [
            formats.exact(point.at),
            ...(drawn.length > 1 ? [words.name(point.code)] : []),
            words.value(point.code, point.value),
            point.flags.map((flag) => t(`flag.${flag}`)).join(", "),
          ]),
      }}
      height={height}
    >
      {values.length === 0 ? (
        <Typography variant="body2" color="textSecondary" sx={{ py: 2 }}>
          {t("chart.none")}
        </Typography>
      ) : (
        <>
          {drawn.length > 1 && (
            <Box sx={{ display: "flex", gap: 2, mb: 0.5, fontSize: "0.75rem" }}>
              {drawn.map(({ code: each }, nth) => (
                <Box
                  key={each}
                  component="span"
                  sx={{ display: "inline-flex", alignItems: "center", gap: 0.75 }}
                >
                  <svg width="16" height="6" aria-hidden="true">
                    <line
                      x1="0"
                      x2="16"
                      y1="3"
                      y2="3"
                      stroke={lineColours[nth] ?? lineColours[0]}
                      strokeWidth="3"
                    />
                  </svg>
                  {words.name(each)}
                </Box>
              ))}
            </Box>
          )}
          <VitalChart
            drawn={drawn}
            span={span}
            reference={bandOf(series)}
            usual={series.flatMap(({ code: each, baseline }) =>
              baseline ? [{ code: each, median: baseline.median }] : [],
            )}
            marks={marks}
            label={label}
            height={height - (drawn.length > 1 ? 22 : 0)}
            onZoom={onZoom}
          />
        </>
      )}
    </ChartPanel>
  );
}

/** Of two lines the band is that of the first: two bands over each other could not be read. */
function bandOf(series: readonly VitalSeriesData[]): VitalSeriesData["reference"] {
  return series[0]?.reference ?? null;
}
