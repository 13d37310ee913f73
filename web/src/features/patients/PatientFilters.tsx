import { useQuery } from "@apollo/client/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { useGroupName } from "./patientCells.tsx";
import {
  consents,
  isFiltered,
  type ListState,
  type listState,
  noFilter,
  risks,
  silences,
  statuses,
} from "./patientListQuery.ts";

export const groupsQuery = graphql(`
  query PatientGroups {
    patientGroups
  }
`);

interface PatientFiltersProps {
  state: ListState;
  change: ChangeUrlState<typeof listState>;
  tools: ReactNode;
}

export function PatientFilters({ state, change, tools }: PatientFiltersProps) {
  const { t } = useTranslation(["patients", "vitals"]);
  const groupName = useGroupName();
  const { data } = useQuery(groupsQuery);
  const narrow = (next: Partial<ListState>) => change({ ...next, ...firstPage });
  const others = [
    { value: "mine", label: t("filter.mine") },
    { value: "archived", label: t("filter.archived") },
  ] as const;
  return (
    <FilterBar onClear={isFiltered(state) ? () => narrow(noFilter) : undefined} tools={tools}>
      <SearchField
        label={t("filter.search")}
        value={state.search}
        onChange={(search) => narrow({ search })}
      />
      <FilterMenu
        label={t("column.news2")}
        chosen={state.risks}
        onChange={(chosen) => narrow({ risks: chosen })}
        options={risks.map((value) => ({ value, label: t(`vitals:news2.risk.${value}`) }))}
      />
      <FilterMenu
        single
        label={t("filter.group")}
        chosen={state.group ? [state.group] : []}
        onChange={([group]) => narrow({ group: group ?? "" })}
        options={(data?.patientGroups ?? []).map((value) => ({ value, label: groupName(value) }))}
      />
      <FilterMenu
        single
        label={t("filter.silent")}
        chosen={state.silent ? [state.silent] : []}
        onChange={([silent]) => narrow({ silent: silent ?? null })}
        options={silences.map((value) => ({ value, label: t(`filter.silences.${value}`) }))}
      />
      <FilterMenu
        label={t("column.consent")}
        chosen={state.consents}
        onChange={(chosen) => narrow({ consents: chosen })}
        options={consents.map((value) => ({ value, label: t(`consent.${value}`) }))}
      />
      <FilterMenu
        label={t("filter.status")}
        chosen={state.statuses}
        onChange={(chosen) => narrow({ statuses: chosen })}
        options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
      />
      <FilterMenu
        label={t("filter.more")}
        chosen={others.map(({ value }) => value).filter((value) => state[value])}
        onChange={(chosen) =>
          narrow({ mine: chosen.includes("mine"), archived: chosen.includes("archived") })
        }
        options={others}
      />
    </FilterBar>
  );
}
