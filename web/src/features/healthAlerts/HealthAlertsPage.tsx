import WallIcon from "@mui/icons-material/TvRounded";
import { Box, Button, Paper, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { TellMenu } from "../../alerts/TellMenu.tsx";
import { AlertActDialog } from "../../healthAlerts/AlertActDialog.tsx";
import { healthAlertCount } from "../../healthAlerts/healthAlertCounts.ts";
import { useHealthAlertCounts } from "../../healthAlerts/HealthAlertContext.tsx";
import type { HealthAlertRow } from "../../healthAlerts/healthAlertQueries.ts";
import { useAlertActs } from "../../healthAlerts/useAlertActs.ts";
import { Page } from "../../ui/Page.tsx";
import { firstPage } from "../../ui/paging.ts";
import { TableTools } from "../../ui/TableTools.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { AlertBoard } from "./AlertBoard.tsx";
import { AlertFilters } from "./AlertFilters.tsx";
import { AlertList, gridName } from "./AlertList.tsx";
import { AlertTiles } from "./AlertTiles.tsx";
import { AlertWall } from "./AlertWall.tsx";
import { boardState, noFilter } from "./boardState.ts";
import { useHealthAlertColumns } from "./useHealthAlertColumns.tsx";

/** What rules found of patients, live. */
export function HealthAlertsPage() {
  const { t } = useTranslation(["healthAlerts", "common"]);
  const can = useCan();
  const { user } = useViewer();
  const mayAct = can("health-alert:handle");
  const [state, change] = useUrlState(boardState);
  const [seen, setSeen] = useState<ReadonlyMap<string, HealthAlertRow>>(new Map());
  const counts = useHealthAlertCounts();
  const columns = useHealthAlertColumns();
  const acts = useAlertActs();
  const isBoard = state.view === "board" && state.show !== "RESOLVED" && state.show !== "all";

  /** Acts go by the version that was seen when an alert was chosen: one that became worse since then is left. */
  const choose = (alerts: readonly HealthAlertRow[], ids: readonly string[]) => {
    const chosen = alerts.filter(({ id }) => ids.includes(id) && !seen.has(id));
    setSeen(
      new Map(
        [...seen, ...chosen.map((alert) => [alert.id, alert] as const)].filter(([id]) => ids.includes(id)),
      ),
    );
    change({ sel: ids });
  };
  const toggle = (alerts: readonly HealthAlertRow[], id: string) =>
    choose(alerts, state.sel.includes(id) ? state.sel.filter((each) => each !== id) : [...state.sel, id]);
  const unchoose = () => {
    setSeen(new Map());
    change({ sel: [], dialog: null });
  };
  const clear = () => change({ ...noFilter, ...firstPage, sel: [] });
  const chosen = state.sel.flatMap((id) => seen.get(id) ?? []);

  return (
    <Page
      fill
      personal
      title={t("title")}
      context={t("context")}
      actions={
        <>
          <TellMenu />
          {can("health-rule:read") && (
            <Button component={Link} to="/health/rules" variant="outlined" color="inherit">
              {t("rules")}
            </Button>
          )}
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<WallIcon />}
            onClick={() => change({ wall: true }, "push")}
          >
            {t("wall.open")}
          </Button>
        </>
      }
    >
      {counts && (
        <AlertTiles
          counts={counts}
          state={state}
          onChoose={(choice) => change({ ...choice, ...firstPage, sel: [] }, "push")}
        />
      )}
      <AlertFilters
        state={state}
        change={change}
        tools={isBoard ? null : <TableTools name={gridName} columns={columns} />}
      />
      {mayAct && chosen.length > 0 && (
        <Paper
          variant="outlined"
          sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, px: 2, py: 0.75, mb: 1.5 }}
        >
          <Typography variant="body2" sx={{ flex: 1 }}>
            {t("selected", { count: chosen.length })}
          </Typography>
          <Button variant="contained" size="small" onClick={() => change({ dialog: "acknowledge" }, "push")}>
            {t("acknowledge.action")}
          </Button>
          {user && (
            <Button
              size="small"
              onClick={() => void acts.assign(chosen, user.id).then(unchoose, () => undefined)}
            >
              {t("assign.me")}
            </Button>
          )}
          <Button size="small" onClick={() => change({ dialog: "resolve" }, "push")}>
            {t("resolve.action")}
          </Button>
          <Button size="small" color="inherit" onClick={unchoose}>
            {t("common:cancel")}
          </Button>
        </Paper>
      )}
      {isBoard ? (
        <AlertBoard
          state={state}
          mayAct={mayAct}
          onSelect={toggle}
          onAcknowledge={(alert) => void acts.acknowledge([alert]).catch(() => undefined)}
          onClear={clear}
        />
      ) : (
        <AlertList
          state={state}
          mayAct={mayAct}
          onSelection={choose}
          onPage={(paging) => change({ ...paging, sel: [] }, "push")}
          onClear={clear}
        />
      )}
      {mayAct && state.dialog !== null && chosen.length > 0 && (
        <AlertActDialog
          act={state.dialog}
          alerts={chosen}
          onClose={() => change({ dialog: null })}
          onDone={unchoose}
        />
      )}
      {state.wall && <AlertWall onExit={() => change({ wall: false })} />}
      <Box aria-live="polite" className="visually-hidden">
        {counts && t("live", { count: healthAlertCount(counts, "ACTIVE") })}
      </Box>
    </Page>
  );
}
