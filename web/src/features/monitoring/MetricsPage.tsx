import { useQuery } from "@apollo/client/react";
import ChartIcon from "@mui/icons-material/QueryStatsRounded";
import { Alert, Box, Button, Skeleton } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { Page } from "../../ui/Page.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { ChoiceButtons } from "./ChoiceButtons.tsx";
import { MetricPicker, type MetricInfo } from "./MetricPicker.tsx";
import { chartsOf } from "./metricSeries.ts";
import { comparisons, explorerState, figures, metricNamesQuery, ranges } from "./metricsQuery.ts";
import { presets } from "./presets.ts";
import { UnitPanel } from "./UnitPanel.tsx";
import { useMetrics } from "./useMetrics.ts";

/** Whatever is measured, over any time, beside an earlier one. */
export function MetricsPage() {
  const { t, i18n } = useTranslation(["monitoring", "common"]);
  const formats = useFormats();
  const [{ names, range, compare, figure }, change] = useUrlState(explorerState);
  const known = useQuery(metricNamesQuery, { fetchPolicy: "cache-and-network" });
  const infos = known.data?.metricNames;
  const shown = useMetrics(names, range, compare);
  const { span, shiftMs, earlier } = shown;
  const word = t(`explorer.compares.${compare}`);
  const charts = useMemo(() => {
    const titles = new Map(infos?.map((info) => [info.name, titleOf(info, i18n.language)]));
    if (!shown.range) return [];
    return chartsOf(shown.range, {
      figure,
      titleOf: (name) => titles.get(name) ?? name,
      earlier: earlier ? { range: earlier, shiftMs, word } : null,
    });
  }, [shown.range, earlier, shiftMs, word, figure, infos, i18n.language]);
  const error = shown.error ?? seriousError(known.error);
  const offered = presets.filter((preset) =>
    infos?.some(({ name }) => preset.names.some((wanted) => wanted === name)),
  );

  return (
    <Page
      title={t("explorer.title")}
      context={t("explorer.context")}
      actions={
        <ChoiceButtons
          label={t("explorer.range")}
          value={range}
          choices={ranges}
          onChange={(next) => change({ range: next })}
          word={(one) => t(`explorer.ranges.${one}`)}
        />
      }
    >
      <Box sx={{ mb: 1.5 }}>
        <MetricPicker known={infos ?? []} chosen={names} onChange={(next) => change({ names: next })} />
      </Box>
      <FilterBar onClear={names.length > 0 ? () => change({ names: [] }) : undefined}>
        <ChoiceButtons
          label={t("explorer.compare")}
          value={compare}
          choices={comparisons}
          onChange={(next) => change({ compare: next })}
          word={(one) => t(`explorer.compares.${one}`)}
        />
        <ChoiceButtons
          label={t("explorer.figure")}
          value={figure}
          choices={figures}
          onChange={(next) => change({ figure: next })}
          word={(one) => t(`explorer.figures.${one}`)}
        />
      </FilterBar>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {error !== undefined && <ErrorNotice error={error} onRetry={shown.refetch} />}
        {names.length === 0 && (
          <EmptyState
            icon={<ChartIcon />}
            title={t(infos?.length === 0 ? "explorer.nothingYet" : "explorer.choose")}
            action={
              <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, justifyContent: "center" }}>
                {offered.map((preset) => (
                  <Button
                    key={preset.key}
                    variant="outlined"
                    onClick={() => change({ names: [...preset.names] }, "push")}
                  >
                    {t(`explorer.presets.${preset.key}`)}
                  </Button>
                ))}
              </Box>
            }
          >
            {t(infos?.length === 0 ? "explorer.nothingYetText" : "explorer.chooseText")}
          </EmptyState>
        )}
        {names.length > 0 && !shown.range && error === undefined && (
          <Skeleton variant="rounded" height={360} />
        )}
        {names.length > 0 && shown.range && (
          <>
            {shown.range.seriesCount > shown.range.series.length && shown.range.series.length >= 50 && (
              <Alert severity="info">{t("explorer.tooMany", { count: shown.range.seriesCount })}</Alert>
            )}
            {charts.length === 0 && (
              <EmptyState icon={<ChartIcon />} title={t("explorer.empty")}>
                {t("explorer.emptyText")}
              </EmptyState>
            )}
            {charts.map((chart) => (
              <UnitPanel
                key={chart.unit}
                chart={chart}
                span={span}
                note={t("explorer.note", {
                  time: formats.time(span.to),
                  step: formats.duration(shown.range ? shown.range.stepSeconds * 1_000 : 0),
                })}
              />
            ))}
          </>
        )}
      </Box>
    </Page>
  );
}

function titleOf({ title, titleZh }: MetricInfo, language: string): string {
  return language === "zh-CN" ? titleZh : title;
}
