import { useQuery } from "@apollo/client/react";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import FineIcon from "@mui/icons-material/VerifiedOutlined";
import { Button } from "@mui/material";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { HealthAlertCard } from "../../healthAlerts/HealthAlertCard.tsx";
import { useHealthAlertEvents } from "../../healthAlerts/HealthAlertContext.tsx";
import type { HealthAlertRow } from "../../healthAlerts/healthAlertQueries.ts";
import { useReader } from "../../healthAlerts/useReader.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { useViewer } from "../../viewer/ViewerContext.ts";
import { listQuery } from "./boardQuery.ts";
import { filterOf, isFiltered, type BoardState } from "./boardState.ts";
import { useHealthAlertColumns } from "./useHealthAlertColumns.tsx";

interface AlertListProps {
  state: BoardState;
  mayAct: boolean;
  onSelection: (alerts: readonly HealthAlertRow[], ids: readonly string[]) => void;
  onPage: (paging: Partial<BoardState>) => void;
  onClear: () => void;
}

export const gridName = "healthAlerts";
/** Each look is on record, and that an alert goes on changes little in a list. */
const againMs = 1_500;

/** Every alert that there is and was, page by page. */
export function AlertList({ state, mayAct, onSelection, onPage, onClear }: AlertListProps) {
  const { t } = useTranslation(["healthAlerts", "common"]);
  const { user } = useViewer();
  const reader = useReader();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const columns = useHealthAlertColumns();
  const { data, previousData, loading, error, refetch } = useQuery(listQuery, {
    variables: { filter: filterOf(state, user?.id ?? ""), ...pageVariables(state), ...reader },
    fetchPolicy: "cache-and-network",
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useHealthAlertEvents((events) => {
    if (events.every(({ change }) => change === "REPEATED")) return;
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      void refetch().catch(() => undefined);
    }, againMs);
  });
  const list = (data ?? previousData)?.healthAlerts;
  return (
    <ServerGrid
      name={gridName}
      label={t("title")}
      columns={columns}
      rows={list?.nodes}
      loading={loading && !list}
      error={seriousError(error)}
      onRetry={() => void refetch()}
      {...(mayAct
        ? {
            selection: state.sel,
            onSelection: (ids: readonly string[]) => onSelection(list?.nodes ?? [], ids),
          }
        : {})}
      renderCard={(alert) => <HealthAlertCard alert={alert} />}
      empty={
        isFiltered(state) ? (
          <EmptyState
            icon={<NoMatchIcon />}
            title={t("common:noMatch.title")}
            action={<Button onClick={onClear}>{t("common:clearFilters")}</Button>}
          >
            {t("common:noMatch.text")}
          </EmptyState>
        ) : (
          <EmptyState icon={<FineIcon />} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        )
      }
      footer={<Pager paging={state} pageInfo={list?.pageInfo} total={list?.totalCount} onPage={onPage} />}
    />
  );
}
