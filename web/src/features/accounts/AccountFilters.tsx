import { useQuery } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { accountStatuses, accountStatusLook } from "../../status/accountStatus.ts";
import { ink } from "../../theme/tones.ts";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { facetsQuery, filterOf, type ListState, type listState, noFilter } from "./accountListQuery.ts";

const healthRanges = [
  { value: "poor", min: 0, max: 49 },
  { value: "fair", min: 50, max: 74 },
  { value: "good", min: 75, max: 100 },
] as const;

interface AccountFiltersProps {
  state: ListState;
  change: ChangeUrlState<typeof listState>;
  tools: React.ReactNode;
}

export function AccountFilters({ state, change, tools }: AccountFiltersProps) {
  const { t } = useTranslation(["accounts", "status"]);
  const formats = useFormats();
  const { data } = useQuery(facetsQuery, { fetchPolicy: "cache-and-network" });
  const facets = data?.accountSummary;
  // Another filter is another list: pages and choices of the old one mean nothing in it.
  const narrow = (next: Partial<ListState>) => change({ ...next, ...firstPage, sel: [], all: false });
  const health = healthRanges.find(({ min, max }) => min === state.healthMin && max === state.healthMax);

  return (
    <FilterBar onClear={filterOf(state) ? () => narrow(noFilter) : undefined} tools={tools}>
      <SearchField
        label={t("filter.search")}
        value={state.search}
        onChange={(search) => narrow({ search })}
      />
      <FilterMenu
        label={t("filter.statuses")}
        chosen={state.statuses}
        onChange={(statuses) => narrow({ statuses })}
        options={accountStatuses.map((status) => {
          const { icon: Icon, tone } = accountStatusLook[status];
          const count = facets?.byStatus.find((one) => one.status === status)?.count ?? 0;
          return {
            value: status,
            label: t(`status:account.${status}`),
            icon: <Icon sx={{ fontSize: 16, color: ink(tone) }} />,
            count: facets ? formats.number(count) : undefined,
          };
        })}
      />
      <FilterMenu
        single
        label={t("filter.health")}
        chosen={health ? [health.value] : []}
        onChange={([chosen]) => {
          const range = healthRanges.find(({ value }) => value === chosen);
          narrow({ healthMin: range?.min ?? 0, healthMax: range?.max ?? 100 });
        }}
        options={healthRanges
          .filter(({ min, max }) => min > 0 || max < 100)
          .map(({ value, min, max }) => ({ value, label: `${t(`status:health.${value}`)} (${min}–${max})` }))}
      />
      {(facets?.groups.length ?? 0) > 0 && (
        <FilterMenu
          single
          label={t("filter.group")}
          chosen={state.group ? [state.group] : []}
          onChange={([group]) => narrow({ group: group ?? "" })}
          options={(facets?.groups ?? []).map((group) => ({ value: group, label: group }))}
        />
      )}
      {(facets?.tags.length ?? 0) > 0 && (
        <FilterMenu
          label={t("filter.tags")}
          chosen={state.tags}
          onChange={(tags) => narrow({ tags })}
          options={(facets?.tags ?? []).map((tag) => ({ value: tag, label: tag }))}
        />
      )}
    </FilterBar>
  );
}
