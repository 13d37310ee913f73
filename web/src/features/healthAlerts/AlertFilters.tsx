import BoardIcon from "@mui/icons-material/ViewColumnOutlined";
import ListIcon from "@mui/icons-material/ViewListOutlined";
import { Button, ToggleButton, ToggleButtonGroup, Tooltip } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { healthAlertSeverities } from "../../healthAlerts/healthAlertCounts.ts";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { type BoardState, type boardState, isFiltered, kinds, noFilter, shows, views } from "./boardState.ts";

interface AlertFiltersProps {
  state: BoardState;
  change: ChangeUrlState<typeof boardState>;
  tools: ReactNode;
}

export function AlertFilters({ state, change, tools }: AlertFiltersProps) {
  const { t } = useTranslation("healthAlerts");
  const narrow = (next: Partial<BoardState>) => change({ ...next, ...firstPage, sel: [] });
  return (
    <FilterBar
      onClear={isFiltered(state) ? () => narrow(noFilter) : undefined}
      tools={
        <>
          {tools}
          <ToggleButtonGroup
            exclusive
            size="small"
            value={state.view}
            onChange={(_, view: BoardState["view"] | null) =>
              view && change({ view, ...firstPage, sel: [] }, "push")
            }
            aria-label={t("view.label")}
          >
            {views.map((view) => (
              <ToggleButton key={view} value={view} aria-label={t(`view.${view}`)}>
                <Tooltip title={t(`view.${view}`)}>
                  {view === "board" ? <BoardIcon fontSize="small" /> : <ListIcon fontSize="small" />}
                </Tooltip>
              </ToggleButton>
            ))}
          </ToggleButtonGroup>
        </>
      }
    >
      <SearchField
        label={t("filter.record")}
        value={state.record}
        onChange={(record) => narrow({ record })}
      />
      <FilterMenu
        single
        label={t("filter.show")}
        chosen={[state.show]}
        onChange={([show]) => narrow({ show: show ?? "open" })}
        options={shows.map((value) => ({ value, label: t(`show.${value}`) }))}
      />
      <FilterMenu
        label={t("filter.severity")}
        chosen={state.severities}
        onChange={(severities) => narrow({ severities })}
        options={healthAlertSeverities.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
      <FilterMenu
        label={t("filter.kind")}
        chosen={state.kinds}
        onChange={(chosen) => narrow({ kinds: chosen })}
        options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <Button
        variant="outlined"
        color={state.mine ? "primary" : "inherit"}
        aria-pressed={state.mine}
        onClick={() => narrow({ mine: !state.mine })}
      >
        {t("filter.mine")}
      </Button>
    </FilterBar>
  );
}
