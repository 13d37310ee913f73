import { useQuery } from "@apollo/client/react";
import { Box, FormControlLabel, Switch, ToggleButton, ToggleButtonGroup } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useCan } from "../../viewer/ViewerContext.ts";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { SearchField } from "../../ui/SearchField.tsx";
import { talkingAccountsQuery } from "./conversationOperations.ts";
import { type ListFilter, shownStates, whose } from "./listRules.ts";

interface ConversationFiltersProps {
  filter: ListFilter;
  onChange: (change: Partial<ListFilter>) => void;
}

const kinds = ["MEMBER", "KF_CUSTOMER", "GROUP_CHAT"] as const;

export function ConversationFilters({ filter, onChange }: ConversationFiltersProps) {
  const { t } = useTranslation("conversations");
  const can = useCan();
  const { data } = useQuery(talkingAccountsQuery, { skip: !can("account:read") });
  const accounts = (data?.accounts.nodes ?? []).filter(({ connector }) => connector === "CORP_APP");
  return (
    <Box role="search" sx={{ p: 1.25, display: "grid", gap: 1, borderBottom: 1, borderColor: "divider" }}>
      <ToggleButtonGroup
        exclusive
        fullWidth
        size="small"
        aria-label={t("filter.whose")}
        value={filter.whose}
        onChange={(_, chosen: ListFilter["whose"] | null) => chosen && onChange({ whose: chosen })}
      >
        {whose.map((value) => (
          <ToggleButton key={value} value={value} sx={{ py: 0.25, textTransform: "none" }}>
            {t(`whose.${value}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box sx={{ "& > *": { width: "100% !important" } }}>
        <SearchField
          label={t("filter.search")}
          value={filter.search}
          onChange={(search) => onChange({ search })}
        />
      </Box>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 0.75, alignItems: "center" }}>
        <FilterMenu
          single
          label={t("filter.state")}
          chosen={[filter.state]}
          onChange={([state]) => onChange({ state: state ?? "OPEN" })}
          options={shownStates.map((value) => ({ value, label: t(`shown.${value}`) }))}
        />
        <FilterMenu
          single
          label={t("filter.kind")}
          chosen={filter.kind ? [filter.kind] : []}
          onChange={([kind]) => onChange({ kind: kind ?? null })}
          options={kinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
        {accounts.length > 1 && (
          <FilterMenu
            single
            label={t("filter.account")}
            chosen={filter.account ? [filter.account] : []}
            onChange={([account]) => onChange({ account: account ?? "" })}
            options={accounts.map(({ id, name }) => ({ value: id, label: name }))}
          />
        )}
        <FormControlLabel
          control={
            <Switch
              size="small"
              checked={filter.unread}
              onChange={({ target }) => onChange({ unread: target.checked })}
            />
          }
          label={t("filter.unread")}
          slotProps={{ typography: { variant: "body2" } }}
          sx={{ ml: 0.5, mr: 0 }}
        />
      </Box>
    </Box>
  );
}
