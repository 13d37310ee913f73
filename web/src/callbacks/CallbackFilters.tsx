import { useQuery } from "@apollo/client/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../gql/gql.ts";
import { callbackKinds, callbackStatuses, callbackStatusLook } from "../status/callbackStatus.ts";
import { ink } from "../theme/tones.ts";
import { FilterBar } from "../ui/FilterBar.tsx";
import { FilterMenu } from "../ui/FilterMenu.tsx";
import { MomentField } from "../ui/MomentField.tsx";
import type { ChangeUrlState } from "../ui/useUrlState.ts";
import { useCan } from "../viewer/ViewerContext.ts";
import {
  type CallbacksState,
  type callbacksState,
  firstCallbacks,
  isFiltered,
  noFilter,
} from "./callbacksQuery.ts";

/** Only applications are called in for. */
const sourcesQuery = graphql(`
  query CallbackSources($withAccounts: Boolean!, $withCorps: Boolean!) {
    accounts(filter: { connector: CORP_APP }, first: 200) @include(if: $withAccounts) {
      nodes {
        id
        name
      }
    }
    corps(first: 200) @include(if: $withCorps) {
      nodes {
        id
        name
      }
    }
  }
`);

interface CallbackFiltersProps {
  state: CallbacksState;
  change: ChangeUrlState<typeof callbacksState>;
  /** On an account's page there is no choice of accounts. */
  isOfAccount: boolean;
  tools: ReactNode;
}

export function CallbackFilters({ state, change, isOfAccount, tools }: CallbackFiltersProps) {
  const { t } = useTranslation(["callbacks", "status"]);
  const can = useCan();
  const { data } = useQuery(sourcesQuery, {
    variables: { withAccounts: can("account:read"), withCorps: can("corp:read") },
    skip: isOfAccount,
  });
  const accounts = data?.accounts?.nodes ?? [];
  const corps = data?.corps?.nodes ?? [];
  const narrow = (next: Partial<CallbacksState>) => change({ ...next, ...firstCallbacks });
  return (
    <FilterBar onClear={isFiltered(state) ? () => narrow(noFilter) : undefined} tools={tools}>
      <FilterMenu
        label={t("filter.statuses")}
        chosen={state.cbStatus}
        onChange={(cbStatus) => narrow({ cbStatus })}
        options={callbackStatuses.map((value) => {
          const { icon: Icon, tone } = callbackStatusLook[value];
          return {
            value,
            label: t(`status:callback.${value}`),
            icon: <Icon sx={{ fontSize: 16, color: ink(tone) }} />,
          };
        })}
      />
      <FilterMenu
        label={t("filter.kinds")}
        chosen={state.cbKind}
        onChange={(cbKind) => narrow({ cbKind })}
        options={callbackKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
      />
      {accounts.length > 0 && (
        <FilterMenu
          label={t("filter.accounts")}
          chosen={state.cbAccounts}
          onChange={(cbAccounts) => narrow({ cbAccounts })}
          options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      {corps.length > 1 && (
        <FilterMenu
          label={t("filter.corps")}
          chosen={state.cbCorps}
          onChange={(cbCorps) => narrow({ cbCorps })}
          options={corps.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <MomentField label={t("filter.from")} value={state.cbFrom} onChange={(cbFrom) => narrow({ cbFrom })} />
      <MomentField label={t("filter.to")} value={state.cbTo} onChange={(cbTo) => narrow({ cbTo })} />
    </FilterBar>
  );
}
