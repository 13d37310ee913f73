import FineIcon from "@mui/icons-material/VerifiedOutlined";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import { Box, Button, Skeleton } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { HealthAlertRow } from "../../healthAlerts/healthAlertQueries.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useViewer } from "../../viewer/ViewerContext.ts";
import { AlertLane } from "./AlertLane.tsx";
import { filterOf, isFiltered, type BoardState } from "./boardState.ts";
import { useBoardAlerts } from "./useBoardAlerts.ts";

interface AlertBoardProps {
  state: BoardState;
  mayAct: boolean;
  onSelect: (alerts: readonly HealthAlertRow[], id: string) => void;
  onAcknowledge: (alert: HealthAlertRow) => void;
  onClear: () => void;
}

/** What is not over, in lanes by severity. */
export function AlertBoard({ state, mayAct, onSelect, onAcknowledge, onClear }: AlertBoardProps) {
  const { t } = useTranslation(["healthAlerts", "common"]);
  const { user } = useViewer();
  const { show, severities, kinds, record, mine } = state;
  const me = user?.id ?? "";
  const filter = useMemo(
    () => filterOf({ ...state, show, severities, kinds, record, mine }, me),
    // oxlint-disable-next-line react/exhaustive-deps -- other parts of the address are not of the question
    [show, severities.join(), kinds.join(), record, mine, me],
  );
  const { lanes, error, refetch } = useBoardAlerts(filter);
  if (!lanes)
    return error === undefined ? (
      <Skeleton variant="rounded" height={320} aria-busy="true" />
    ) : (
      <ErrorNotice error={error} onRetry={() => void refetch()} />
    );
  const all = lanes.flatMap(({ alerts }) => alerts);
  if (all.length === 0)
    return isFiltered(state) ? (
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
    );
  const drawn =
    severities.length === 0 ? lanes : lanes.filter(({ severity }) => severities.includes(severity));
  return (
    <>
      {error !== undefined && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      <Box
        sx={{
          flex: 1,
          minHeight: { md: 320 },
          display: "grid",
          gap: 1.5,
          gridTemplateColumns: { xs: "minmax(0,1fr)", md: `repeat(${drawn.length}, minmax(0,1fr))` },
        }}
      >
        {drawn.map((lane) => (
          <AlertLane
            key={lane.severity}
            lane={lane}
            count={lane.alerts.length}
            mayAct={mayAct}
            selected={state.sel}
            onSelect={(id) => onSelect(all, id)}
            onAcknowledge={onAcknowledge}
          />
        ))}
      </Box>
    </>
  );
}
