import { Chip } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { messageTypes } from "../../messages/content/contentForms.ts";
import { useSenders } from "../../messages/useSenders.ts";
import { messageStatuses, messageStatusLook } from "../../status/messageStatus.ts";
import { ink } from "../../theme/tones.ts";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { MomentField } from "../../ui/MomentField.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { filterOf, noFilter, type RecordsState, type recordsState } from "./recordsQuery.ts";

interface RecordFiltersProps {
  state: RecordsState;
  change: ChangeUrlState<typeof recordsState>;
  tools: ReactNode;
}

export function RecordFilters({ state, change, tools }: RecordFiltersProps) {
  const { t } = useTranslation(["messages", "status"]);
  const can = useCan();
  const { senders } = useSenders(!can("account:read"));
  const narrow = (next: Partial<RecordsState>) => change({ ...next, ...firstPage, sel: [] });
  return (
    <FilterBar onClear={filterOf(state) ? () => narrow(noFilter) : undefined} tools={tools}>
      <SearchField
        label={t("filter.recipient")}
        value={state.recipient}
        onChange={(recipient) => narrow({ recipient: recipient.trim() })}
      />
      <FilterMenu
        label={t("filter.statuses")}
        chosen={state.statuses}
        onChange={(statuses) => narrow({ statuses })}
        options={messageStatuses.map((value) => {
          const { icon: Icon, tone } = messageStatusLook[value];
          return {
            value,
            label: t(`status:message.${value}`),
            icon: <Icon sx={{ fontSize: 16, color: ink(tone) }} />,
          };
        })}
      />
      <FilterMenu
        label={t("filter.types")}
        chosen={state.types}
        onChange={(types) => narrow({ types })}
        options={messageTypes.map((value) => ({ value, label: t(`type.${value}`) }))}
      />
      {senders.length > 0 && (
        <FilterMenu
          label={t("filter.accounts")}
          chosen={state.accounts}
          onChange={(accounts) => narrow({ accounts })}
          options={senders.map(({ id, name }) => ({ value: id, label: name }))}
        />
      )}
      <MomentField label={t("filter.from")} value={state.from} onChange={(from) => narrow({ from })} />
      <MomentField label={t("filter.to")} value={state.to} onChange={(to) => narrow({ to })} />
      {state.batch && (
        <Chip
          color="primary"
          variant="outlined"
          label={`${t("filter.batch")}: ${state.batch.slice(-8)}`}
          onDelete={() => narrow({ batch: "" })}
        />
      )}
    </FilterBar>
  );
}
