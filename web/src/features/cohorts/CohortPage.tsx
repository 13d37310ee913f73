import { useQuery } from "@apollo/client/react";
import SmallIcon from "@mui/icons-material/GroupsOutlined";
import EmptyIcon from "@mui/icons-material/InsertChartOutlined";
import { Box, Skeleton, Typography } from "@mui/material";
import { lazy, use, useState } from "react";
import { useTranslation } from "react-i18next";
import { ChartPanel } from "../../charts/ChartPanel.tsx";
import { TimeZoneContext, useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { solid } from "../../theme/tones.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { CohortFilters } from "./CohortFilters.tsx";
import { cohortQuery, kindsQuery } from "./cohortQuery.ts";
import type { CohortData, MeasuredIn } from "./cohortQuery.ts";
import { cohortState, filterOf, usualCode } from "./cohortState.ts";
import { CohortFigures } from "./CohortFigures.tsx";

const SeriesChart = lazy(async () => ({
  default: (await import("../../charts/SeriesChart.tsx")).SeriesChart,
}));
const BinChart = lazy(async () => ({ default: (await import("./BinChart.tsx")).BinChart }));

const chartHeight = 260;

/** A vital sign over many patients: how it is spread, and how it goes over time. */
export function CohortPage() {
  const { t, i18n } = useTranslation("healthAnalysis");
  const formats = useFormats();
  const timeZone = use(TimeZoneContext);
  const [state, change] = useUrlState(cohortState);
  const [now] = useState(() => new Date());
  const today = new Intl.DateTimeFormat("en-CA", { timeZone }).format(now);
  const { data: known } = useQuery(kindsQuery);
  const { data, previousData, loading, error, refetch } = useQuery(cohortQuery, {
    variables: { filter: filterOf(state, today) },
    fetchPolicy: "cache-and-network",
  });
  const cohort = (data ?? previousData)?.healthCohort;
  const problem = seriousError(error);
  const own = (kind: { nameZh: string; nameEn: string }) =>
    i18n.language === "zh-CN" ? kind.nameZh : kind.nameEn;
  const kinds = (known?.vitalSignKinds ?? []).map((kind) => ({ ...kind, name: own(kind) }));
  const kind = kinds.find(({ code }) => code === (state.code || usualCode));
  const measured: MeasuredIn = {
    name: kind?.name ?? "",
    unit: (kind?.unit ?? "").replace("mm[Hg]", "mmHg").replace("Cel", "°C").replace("m2", "m²"),
    format: (value) => (value == null ? "–" : formats.number(value, (kind?.precision ?? 0) + 1)),
  };
  return (
    <Page title={t("cohort.title")} context={t("cohort.context")}>
      <CohortFilters state={state} change={change} kinds={kinds} />
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      {!cohort && loading && <Skeleton variant="rounded" height={420} aria-busy="true" />}
      {cohort && <Cohort cohort={cohort} measured={measured} />}
      <Typography variant="caption" component="p" color="textSecondary" sx={{ mt: 2 }}>
        {t("notDiagnosis")}
        {cohort?.computedAt && ` ${t("cohort.computed", { at: formats.dateTime(cohort.computedAt) })}`}
      </Typography>
    </Page>
  );
}

function Cohort({ cohort, measured }: { cohort: CohortData; measured: MeasuredIn }) {
  const { t } = useTranslation("healthAnalysis");
  if (cohort.isKeptBack)
    return (
      <EmptyState icon={<SmallIcon />} title={t("cohort.keptBack")}>
        {t("cohort.keptBackText")}
      </EmptyState>
    );
  if (cohort.points.length === 0)
    return (
      <EmptyState icon={<EmptyIcon />} title={t("cohort.empty")}>
        {t("cohort.emptyText")}
      </EmptyState>
    );
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
      <CohortFigures cohort={cohort} measured={measured} />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "minmax(0,3fr) minmax(0,2fr)" },
        }}
      >
        <TrendPanel points={cohort.points} measured={measured} />
        <SpreadPanel bins={cohort.bins} measured={measured} />
      </Box>
    </Box>
  );
}

function TrendPanel({
  points,
  measured: { name, unit, format },
}: {
  points: CohortData["points"];
  measured: MeasuredIn;
}) {
  const { t } = useTranslation("healthAnalysis");
  const formats = useFormats();
  const share = (value: number | null | undefined) => (value == null ? "–" : formats.percent(value));
  return (
    <ChartPanel
      title={`${name} · ${t("cohort.trend")}`}
      note={unit}
      height={chartHeight}
      table={{
        header: [
          t("cohort.startsOn"),
          t("cohort.patients"),
          t("cohort.readings"),
          t("cohort.p10"),
          t("cohort.median"),
          t("cohort.p90"),
          t("cohort.share"),
        ],
        rows: points.map(({ startsOn, patients, readings, p10, median, p90, outOfRange }) => [
          startsOn,
          patients ?? t("cohort.few"),
          readings ?? "–",
          format(p10),
          format(median),
          format(p90),
          share(outOfRange),
        ]),
      }}
    >
      <SeriesChart
        label={`${name} · ${t("cohort.trend")}`}
        height={chartHeight}
        format={(value) => format(value)}
        domain={boundsOf(points)}
        points={withRoom(
          points.map(({ startsOn, p10, median, p90 }) => ({
            at: Date.parse(startsOn),
            p10: p10 ?? null,
            median: median ?? null,
            p90: p90 ?? null,
          })),
        )}
        series={[
          { key: "p90", name: t("cohort.p90"), colour: solid("attention"), kind: "line", dashed: true },
          { key: "median", name: t("cohort.median"), colour: solid("progress"), kind: "line" },
          { key: "p10", name: t("cohort.p10"), colour: solid("neutral"), kind: "line", dashed: true },
        ]}
      />
    </ChartPanel>
  );
}

interface Drawn {
  at: number;
  p10: number | null;
  median: number | null;
  p90: number | null;
  [key: string]: number | null;
}

/** A single moment has no span by which its axis could tell a day from an hour. */
function withRoom(points: readonly Drawn[]): readonly Drawn[] {
  const [first] = points;
  if (!first || points.length > 1) return points;
  const nothing = { p10: null, median: null, p90: null };
  const beside = 2 * 86_400_000;
  return [{ ...nothing, at: first.at - beside }, first, { ...nothing, at: first.at + beside }];
}

/** Round numbers around what is drawn: blood pressure has no business with an axis from zero. */
function boundsOf(points: CohortData["points"]): [number, number] {
  const values = points.flatMap(({ p10, p90 }) => [p10 ?? [], p90 ?? []].flat());
  const low = Math.min(...values);
  const high = Math.max(...values);
  if (!Number.isFinite(low)) return [0, 1];
  const room = Math.max((high - low) * 0.15, high * 0.02);
  const step = 10 ** Math.floor(Math.log10(Math.max(room, 0.1)));
  return [Math.max(0, Math.floor((low - room) / step) * step), Math.ceil((high + room) / step) * step];
}

function SpreadPanel({
  bins,
  measured: { name, unit, format },
}: {
  bins: CohortData["bins"];
  measured: MeasuredIn;
}) {
  const { t } = useTranslation("healthAnalysis");
  return (
    <ChartPanel
      title={t("cohort.distribution")}
      note={unit}
      height={chartHeight}
      table={{
        header: [t("cohort.bin"), t("cohort.patients")],
        rows: bins.map(({ from, to, patients }) => [
          `${format(from)}–${format(to)}`,
          patients ?? t("cohort.few"),
        ]),
      }}
    >
      <BinChart
        label={`${name} · ${t("cohort.distribution")}`}
        valueName={t("cohort.patients")}
        height={chartHeight}
        bins={bins.map(({ from, to, patients }) => ({
          name: `${format(from)}–${format(to)}`,
          count: patients ?? 0,
        }))}
      />
    </ChartPanel>
  );
}
