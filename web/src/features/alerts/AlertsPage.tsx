import { useQuery } from "@apollo/client/react";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import RulesIcon from "@mui/icons-material/TuneRounded";
import FineIcon from "@mui/icons-material/VerifiedOutlined";
import { Box, Button, Paper, Typography } from "@mui/material";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AcknowledgeDialog } from "../../alerts/AcknowledgeDialog.tsx";
import { AlertCard } from "../../alerts/AlertCard.tsx";
import { graphql } from "../../gql/gql.ts";
import { useAlertCounts, useAlertEvents } from "../../live/AlertContext.tsx";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { TableTools } from "../../ui/TableTools.tsx";
import { useNow } from "../../ui/useNow.ts";
import { useStable } from "../../ui/useStable.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AlertFilters } from "./AlertFilters.tsx";
import { AlertTiles } from "./AlertTiles.tsx";
import { boardState, filterOf, isFiltered, noFilter } from "./alertState.ts";
import { TellMenu } from "../../alerts/TellMenu.tsx";
import { useAlertColumns } from "./useAlertColumns.tsx";

const alertsQuery = graphql(`
  query AlertBoard($filter: AccountAlertFilter, $first: Int, $after: String, $last: Int, $before: String) {
    accountAlerts(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...AlertRow_alert
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

const gridName = "alerts";
/** A storm of alerts must not be a storm of questions. */
const againMs = 700;

/** What is wrong with accounts, live. */
export function AlertsPage() {
  const { t } = useTranslation(["alerts", "common"]);
  const can = useCan();
  const mayAcknowledge = can("alert:acknowledge");
  const [state, change] = useUrlState(boardState);
  const [one, setOne] = useState<string | null>(null);
  const counts = useAlertCounts();
  const { data, previousData, loading, error, refetch } = useQuery(alertsQuery, {
    variables: { filter: filterOf(state, useNow("halfMinute")), ...pageVariables(state) },
    fetchPolicy: "cache-and-network",
  });
  useAlertEvents(useSoon(() => void refetch()));
  const list = (data ?? previousData)?.accountAlerts;
  const acknowledge = useStable((id: string) => setOne(id));
  const columns = useAlertColumns(mayAcknowledge, acknowledge);
  const closeDialog = () => {
    setOne(null);
    change({ dialog: null });
  };
  const chosen = one === null ? state.sel : [one];

  return (
    <Page
      fill
      title={t("title")}
      context={t("context")}
      actions={
        <>
          <TellMenu />
          <Button component={Link} to="/alert-rules" variant="outlined" startIcon={<RulesIcon />}>
            {t("rules.open")}
          </Button>
        </>
      }
    >
      {counts && (
        <AlertTiles
          counts={counts}
          state={state}
          onChoose={(filter) => change({ ...filter, ...firstPage, sel: [] }, "push")}
        />
      )}
      <AlertFilters state={state} change={change} tools={<TableTools name={gridName} columns={columns} />} />
      {mayAcknowledge && state.sel.length > 0 && (
        <Paper
          variant="outlined"
          sx={{ display: "flex", alignItems: "center", gap: 1, px: 2, py: 0.75, mb: 1.5 }}
        >
          <Typography variant="body2" sx={{ flex: 1 }}>
            {t("selected", { count: state.sel.length })}
          </Typography>
          <Button variant="contained" size="small" onClick={() => change({ dialog: "acknowledge" }, "push")}>
            {t("acknowledge.action")}
          </Button>
          <Button size="small" color="inherit" onClick={() => change({ sel: [] })}>
            {t("common:cancel")}
          </Button>
        </Paper>
      )}
      <ServerGrid
        name={gridName}
        label={t("title")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        {...(mayAcknowledge ? { selection: state.sel, onSelection: (sel) => change({ sel }) } : {})}
        renderCard={(alert) => (
          <AlertCard alert={alert} onAcknowledge={mayAcknowledge ? acknowledge : undefined} />
        )}
        empty={
          isFiltered(state) ? (
            <EmptyState
              icon={<NoMatchIcon />}
              title={t("common:noMatch.title")}
              action={
                <Button onClick={() => change({ ...noFilter, ...firstPage })}>
                  {t("common:clearFilters")}
                </Button>
              }
            >
              {t("common:noMatch.text")}
            </EmptyState>
          ) : (
            <EmptyState icon={<FineIcon />} title={t("empty.title")}>
              {t("empty.text")}
            </EmptyState>
          )
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change({ ...paging, sel: [] }, "push")}
          />
        }
      />
      {mayAcknowledge && chosen.length > 0 && (one !== null || state.dialog === "acknowledge") && (
        <AcknowledgeDialog alertIds={chosen} onClose={closeDialog} onDone={() => change({ sel: [] })} />
      )}
      <Box aria-live="polite" className="visually-hidden">
        {counts &&
          t("live", {
            count: counts.filter((each) => each.state === "OPEN").reduce((sum, each) => sum + each.count, 0),
          })}
      </Box>
    </Page>
  );
}

/** Calls once in a while, however often it is called. */
function useSoon(act: () => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  return () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      act();
    }, againMs);
  };
}
