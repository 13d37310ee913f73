import { useQuery } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { ink } from "../../theme/tones.ts";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { contactLook } from "./contactLook.ts";
import {
  addedRanges,
  contactFacetsQuery,
  contactStatuses,
  filterOf,
  type ListState,
  type listState,
  noFilter,
} from "./contactsQuery.ts";

interface ContactFiltersProps {
  state: ListState;
  change: ChangeUrlState<typeof listState>;
  tools: React.ReactNode;
}

export function ContactFilters({ state, change, tools }: ContactFiltersProps) {
  const { t } = useTranslation("contacts");
  const { data } = useQuery(contactFacetsQuery, { fetchPolicy: "cache-and-network" });
  const narrow = (next: Partial<ListState>) => change({ ...next, ...firstPage, sel: [] });
  const tags = (data?.contactTagGroups ?? []).flatMap(({ name: group, tags: inGroup }) =>
    inGroup.map(({ id, name }) => ({ value: id, label: `${group} · ${name}` })),
  );
  const members = (data?.wecomMembers.nodes ?? []).map(({ userId, name }) => ({
    value: userId,
    label: name,
  }));

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
        options={contactStatuses.map((status) => {
          const { icon: Icon, tone } = contactLook[status];
          return {
            value: status,
            label: t(`status.${status}`),
            icon: <Icon sx={{ fontSize: 16, color: ink(tone) }} />,
          };
        })}
      />
      {tags.length > 0 && (
        <FilterMenu
          label={t("filter.tags")}
          chosen={state.tags}
          onChange={(chosen) => narrow({ tags: chosen })}
          options={tags}
        />
      )}
      {members.length > 0 && (
        <FilterMenu
          label={t("filter.users")}
          chosen={state.users}
          onChange={(users) => narrow({ users })}
          options={members}
        />
      )}
      <FilterMenu
        single
        label={t("filter.added")}
        chosen={state.added ? [state.added] : []}
        onChange={([added]) => narrow({ added: added ?? null })}
        options={addedRanges.map((range) => ({ value: range, label: t(`added.${range}`) }))}
      />
    </FilterBar>
  );
}
