import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import type { News2Parameter } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import type { ChartMark } from "./chartMarks.ts";
import { News2Badge } from "./News2Badge.tsx";
import { News2Chart } from "./News2Chart.tsx";
import { stepsOf } from "./news2Series.ts";
import type { PatientVitalsData, VitalChartData } from "./vitalsQuery.ts";

interface News2PanelProps {
  vitals: PatientVitalsData;
  chart: VitalChartData | undefined;
  span: { from: number; to: number };
  marks: readonly ChartMark[];
}

const height = 150;
/** There is nothing to draw: two lines say why. */
const emptyHeight = 88;

/** The score as it stands, what it is made of, and how it went. */
export function News2Panel({ vitals, chart, span, marks }: News2PanelProps) {
  const { t, i18n } = useTranslation("vitals");
  const formats = useFormats();
  const words = useVitalWords();
  const { news2, news2Missing } = vitals;
  const list = (parts: readonly News2Parameter[]) =>
    new Intl.ListFormat(i18n.language, { style: "narrow", type: "conjunction" }).format(
      parts.map((part) => t(`news2.parameter.${part}`)),
    );
  const scores = chart?.news2 ?? [];
  const points = stepsOf(scores, (chart?.news2FreshMinutes ?? 360) * 60_000, span.to);
  const highest = Math.max(0, ...scores.map(({ score }) => score));
  return (
    <ChartPanel
      title={t("news2.title")}
      note={<Box sx={{ display: { xs: "none", sm: "block" } }}>{t("news2.source")}</Box>}
      table={{
        header: [t("chart.time"), t("chart.score"), t("news2.name")],
        rows: scores.map(({ at, score, risk }) => [formats.exact(at), score, t(`news2.risk.${risk}`)]),
      }}
      height={points.length > 0 ? height + 40 : emptyHeight}
    >
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mb: 1, minHeight: 30 }}>
        {news2 ? (
          <>
            <News2Badge score={news2.score} risk={news2.risk} />
            <Typography variant="caption" color="textSecondary">
              {formats.dateTime(news2.at)}
            </Typography>
            {news2.parts
              .filter(({ points: each }) => each > 0)
              .map(({ parameter, points: each }) => (
                <Typography key={parameter} variant="caption" sx={{ whiteSpace: "nowrap" }}>
                  {t(`news2.parameter.${parameter}`)} +{each}
                </Typography>
              ))}
            {news2.assumed.length > 0 && (
              <Typography variant="caption" color="textSecondary">
                {t("news2.assumed", {
                  what: news2.assumed
                    .map((part) =>
                      part === "oxygen"
                        ? t("news2.assumedPart.oxygen")
                        : t("news2.assumedPart.consciousness"),
                    )
                    .join(" · "),
                })}
              </Typography>
            )}
          </>
        ) : (
          <Typography variant="body2" color="textSecondary">
            {t("news2.none")}
            {news2Missing && ` · ${t(`news2.reason.${news2Missing.reason}`)}`}
            {news2Missing &&
              news2Missing.missing.length > 0 &&
              ` ${t("news2.missing", { what: list(news2Missing.missing) })}`}
            {news2Missing &&
              news2Missing.stale.length > 0 &&
              ` ${t("news2.stale", { what: list(news2Missing.stale) })}`}
          </Typography>
        )}
      </Box>
      {points.length > 0 ? (
        <News2Chart
          points={points}
          span={span}
          marks={marks}
          height={height}
          label={t("news2.chart", { count: scores.length, highest })}
          scoreWord={(score) => t("news2.points", { points: words.number("", score) })}
        />
      ) : (
        <Typography variant="body2" color="textSecondary" sx={{ py: 2 }}>
          {t("chart.none")}
        </Typography>
      )}
    </ChartPanel>
  );
}
