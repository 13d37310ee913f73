import { useTranslation } from "react-i18next";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { isFiltered, noFilter, type listState, type ListState } from "./listState.ts";
import { kinds } from "./ruleForm.ts";

interface RuleFiltersProps {
  state: ListState;
  change: ChangeUrlState<typeof listState>;
}

export function RuleFilters({ state, change }: RuleFiltersProps) {
  const { t } = useTranslation("healthRules");
  return (
    <FilterBar {...(isFiltered(state) && { onClear: () => change({ ...noFilter, ...firstPage }) })}>
      <SearchField
        label={t("search")}
        value={state.search}
        onChange={(search) => change({ search, ...firstPage })}
      />
      <FilterMenu
        label={t("filter.kind")}
        options={kinds.map((value) => ({ value, label: t(`kinds.${value}`) }))}
        chosen={state.kinds}
        onChange={(chosen) => change({ kinds: chosen, ...firstPage })}
      />
      <FilterMenu
        single
        label={t("filter.state")}
        options={[
          { value: "on", label: t("filter.on") },
          { value: "off", label: t("filter.off") },
        ]}
        chosen={state.state === null ? [] : [state.state]}
        onChange={([chosen]) => change({ state: chosen ?? null, ...firstPage })}
      />
      <FilterMenu
        single
        label={t("filter.origin")}
        options={[
          { value: "shipped", label: t("filter.shipped") },
          { value: "own", label: t("filter.own") },
        ]}
        chosen={state.origin === null ? [] : [state.origin]}
        onChange={([chosen]) => change({ origin: chosen ?? null, ...firstPage })}
      />
    </FilterBar>
  );
}
