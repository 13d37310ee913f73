import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { alertKinds, alertSeverities } from "../../status/alertLook.ts";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { type BoardState, type boardState, isFiltered, noFilter, periods, shows } from "./alertState.ts";

interface AlertFiltersProps {
  state: BoardState;
  change: ChangeUrlState<typeof boardState>;
  tools: ReactNode;
}

export function AlertFilters({ state, change, tools }: AlertFiltersProps) {
  const { t } = useTranslation("alerts");
  const narrow = (next: Partial<BoardState>) => change({ ...next, ...firstPage, sel: [] });
  return (
    <FilterBar onClear={isFiltered(state) ? () => narrow(noFilter) : undefined} tools={tools}>
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
        onChange={(severities) => narrow({ severities })}
        options={alertSeverities.map((value) => ({ value, label: t(`severity.${value}`) }))}
      />
      <FilterMenu
        label={t("filter.kind")}
        chosen={state.kinds}
        onChange={(kinds) => narrow({ kinds })}
        options={alertKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      <FilterMenu
        single
        label={t("filter.period")}
        chosen={state.period ? [state.period] : []}
        onChange={([period]) => narrow({ period: period ?? null })}
        options={periods.map((value) => ({ value, label: t(`filter.periods.${value}`) }))}
      />
    </FilterBar>
  );
}
