import { useQuery } from "@apollo/client/react";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import WallIcon from "@mui/icons-material/TvRounded";
import FineIcon from "@mui/icons-material/VerifiedOutlined";
import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ConditionLabels, SeverityLabel, StateLabel, ToldLabel } from "../../alerting/AlertLabels.tsx";
import type { SystemAlertRow } from "../../alerting/alertFragment.ts";
import { useAlertNews } from "../../alerting/useAlertNews.ts";
import { useOwnLanguage } from "../../alerting/useMeasured.ts";
import { graphql } from "../../gql/gql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { TableTools } from "../../ui/TableTools.tsx";
import { Lasting } from "../../ui/Time.tsx";
import { useStable } from "../../ui/useStable.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ActDialog } from "./ActDialog.tsx";
import { boardState, filterOf, isFiltered, noFilter, severities, shows, sources } from "./boardState.ts";
import type { BoardState } from "./boardState.ts";
import { countOf, SummaryTiles } from "./SummaryTiles.tsx";
import { summaryQuery } from "./summaryQuery.ts";
import { useSystemAlertColumns } from "./useSystemAlertColumns.tsx";

const boardQuery = graphql(`
  query SystemAlertBoard(
    $filter: SystemAlertFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    systemAlerts(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...SystemAlertRow_alert
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

const gridName = "systemAlerts";

/** What is wrong with the platform and the business, live. */
export function SystemAlertsPage() {
  const { t } = useTranslation(["alerting", "common"]);
  const can = useCan();
  const mayAct = can("system-alert:acknowledge");
  const [state, change] = useUrlState(boardState);
  const [acting, setActing] = useState<string | null>(null);
  const summary = useQuery(summaryQuery, { fetchPolicy: "cache-and-network", pollInterval: 60_000 });
  const { data, previousData, loading, error, refetch } = useQuery(boardQuery, {
    variables: { filter: filterOf(state), ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  useAlertNews(() => {
    void refetch();
    void summary.refetch();
  });
  const list = (data ?? previousData)?.systemAlerts;
  const counts = summary.data?.systemAlertSummary.counts;
  const columns = useSystemAlertColumns(
    mayAct,
    useStable((id: string) => setActing(id)),
  );
  const narrow = (next: Partial<BoardState>) => change({ ...next, ...firstPage });
  return (
    <Page
      fill
      title={t("board.title")}
      context={t("board.context")}
      actions={
        <>
          {can("monitor-rule:read") && (
            <Button component={Link} to="/monitoring/rules" variant="outlined" color="inherit">
              {t("board.rules")}
            </Button>
          )}
          {can("silence:read") && (
            <Button component={Link} to="/monitoring/silences" variant="outlined" color="inherit">
              {t("board.silences")}
            </Button>
          )}
          <Button component={Link} to="/monitoring/wall" variant="contained" startIcon={<WallIcon />}>
            {t("board.wall")}
          </Button>
        </>
      }
    >
      {counts && <SummaryTiles counts={counts} state={state} onChoose={(choice) => narrow(choice)} />}
      <FilterBar
        onClear={isFiltered(state) ? () => narrow(noFilter) : undefined}
        tools={<TableTools name={gridName} columns={columns} />}
      >
        <SearchField
          label={t("filter.search")}
          value={state.search}
          onChange={(search) => narrow({ search })}
        />
        <FilterMenu
          single
          label={t("show.label")}
          chosen={[state.show]}
          onChange={([show]) => narrow({ show: show ?? "active" })}
          options={shows.map((value) => ({ value, label: t(`show.${value}`) }))}
        />
        <FilterMenu
          label={t("filter.severity")}
          chosen={state.severities}
          onChange={(chosen) => narrow({ severities: chosen })}
          options={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        />
        <FilterMenu
          label={t("filter.source")}
          chosen={state.sources}
          onChange={(chosen) => narrow({ sources: chosen })}
          options={sources.map((value) => ({ value, label: t(`source.${value}`) }))}
        />
        <FilterMenu
          single
          label={t("filter.told")}
          chosen={state.told ? [state.told] : []}
          onChange={([told]) => narrow({ told: told ?? null })}
          options={[{ value: "suppressed", label: t("filter.suppressed") }]}
        />
      </FilterBar>
      <ServerGrid
        name={gridName}
        label={t("board.title")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        renderCard={(alert) => <AlertCard alert={alert} />}
        empty={
          isFiltered(state) ? (
            <EmptyState
              icon={<NoMatchIcon />}
              title={t("common:noMatch.title")}
              action={<Button onClick={() => narrow(noFilter)}>{t("common:clearFilters")}</Button>}
            >
              {t("common:noMatch.text")}
            </EmptyState>
          ) : (
            <EmptyState icon={<FineIcon />} title={t("board.empty")}>
              {t("board.emptyText")}
            </EmptyState>
          )
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
      {mayAct && acting !== null && (
        <ActDialog act="acknowledge" alertId={acting} onClose={() => setActing(null)} />
      )}
      <Box aria-live="polite" className="visually-hidden">
        {counts && t("board.live", { count: countOf(counts, "FIRING") })}
      </Box>
    </Page>
  );
}

function AlertCard({ alert }: { alert: SystemAlertRow }) {
  const own = useOwnLanguage();
  return (
    <Box sx={{ minWidth: 0, display: "grid", gap: 0.75 }}>
      <MuiLink
        component={Link}
        to={`/monitoring/alerts/${alert.id}`}
        sx={{ fontWeight: 560, color: "text.primary" }}
      >
        {own(alert.title)}
      </MuiLink>
      <Typography variant="body2" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
        {own(alert.summary)}
      </Typography>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.75, alignItems: "center" }}>
        <SeverityLabel severity={alert.severity} />
        <StateLabel state={alert.state} />
        <ToldLabel alert={alert} />
        <ConditionLabels alert={alert} />
        {!alert.resolvedAt && (
          <Typography variant="caption" color="textSecondary">
            <Lasting since={alert.since} />
          </Typography>
        )}
      </Box>
    </Box>
  );
}
