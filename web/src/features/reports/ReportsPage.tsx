import { useQuery } from "@apollo/client/react";
import ReportIcon from "@mui/icons-material/AssessmentOutlined";
import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { reportsQuery } from "./reportQueries.ts";
import type { ReportData } from "./reportQueries.ts";

const kinds = ["DAILY", "WEEKLY", "MONTHLY"] as const;
const viewState = { kind: oneOf(kinds, null), ...pagingState };

/** What happened in a day, week or month. */
export function ReportsPage() {
  const { t } = useTranslation("alerting");
  const [state, change] = useUrlState(viewState);
  const { data, previousData, loading, error, refetch } = useQuery(reportsQuery, {
    variables: { kind: state.kind, ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.operationsReports;
  const columns = useReportColumns();
  return (
    <Page fill title={t("reports.title")} context={t("reports.context")}>
      <FilterBar>
        <FilterMenu
          single
          label={t("reports.kindLabel")}
          chosen={state.kind ? [state.kind] : []}
          onChange={([kind]) => change({ kind: kind ?? null, ...firstPage })}
          options={kinds.map((value) => ({ value, label: t(`reports.kind.${value}`) }))}
        />
      </FilterBar>
      <ServerGrid
        name="reports"
        label={t("reports.title")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        renderCard={(report) => <ReportCard report={report} />}
        empty={
          <EmptyState icon={<ReportIcon />} title={t("reports.empty")}>
            {t("reports.emptyText")}
          </EmptyState>
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
    </Page>
  );
}

function useReportColumns(): readonly Column<ReportData>[] {
  const { t } = useTranslation("alerting");
  return useMemo(
    () => [
      {
        field: "period",
        headerName: t("reports.period"),
        flex: 1,
        minWidth: 220,
        hideable: false,
        renderCell: ({ row }) => <PeriodLink report={row} />,
      },
      {
        field: "kind",
        headerName: t("reports.kindLabel"),
        width: 130,
        renderCell: ({ row }) => t(`reports.kind.${row.kind}`),
      },
      {
        field: "alerts",
        headerName: t("reports.alerts"),
        width: 110,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => row.figures.find(({ key }) => key === "alerts")?.value ?? "–",
      },
      {
        field: "unusual",
        headerName: t("reports.unusual"),
        width: 150,
        renderCell: ({ row }) => <Unusual report={row} />,
      },
    ],
    [t],
  );
}

function PeriodLink({ report: { id, periodStart, periodEnd } }: { report: ReportData }) {
  const formats = useFormats();
  const last = new Date(Date.parse(periodEnd) - 1);
  const first = formats.date(periodStart);
  return (
    <MuiLink component={Link} to={`/monitoring/reports/${id}`} sx={{ fontWeight: 520 }}>
      {first === formats.date(last) ? first : `${first} – ${formats.date(last)}`}
    </MuiLink>
  );
}

function Unusual({ report: { figures } }: { report: ReportData }) {
  const { t } = useTranslation("alerting");
  const count = figures.filter(({ isAnomaly }) => isAnomaly).length;
  return <span>{count === 0 ? "–" : t("reports.unusualCount", { count })}</span>;
}

function ReportCard({ report }: { report: ReportData }) {
  const { t } = useTranslation("alerting");
  return (
    <Box sx={{ minWidth: 0, display: "grid", gap: 0.5 }}>
      <PeriodLink report={report} />
      <Typography variant="body2" color="textSecondary">
        {t(`reports.kind.${report.kind}`)} · {t("reports.unusual")} <Unusual report={report} />
      </Typography>
    </Box>
  );
}
