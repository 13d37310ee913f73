import { Chip } from "@mui/material";
import { useTranslation } from "react-i18next";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { MomentField } from "../../ui/MomentField.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { type AuditState, type auditState, filterOf, noFilter, resourceKinds } from "./auditState.ts";

interface AuditFiltersProps {
  state: AuditState;
  change: ChangeUrlState<typeof auditState>;
}

export function AuditFilters({ state, change }: AuditFiltersProps) {
  const { t } = useTranslation("audit");
  const narrow = (next: Partial<AuditState>) => change({ ...next, ...firstPage });
  const kind = resourceKinds.find((one) => one === state.resourceType);
  return (
    <FilterBar onClear={filterOf(state) ? () => narrow(noFilter) : undefined}>
      <SearchField
        label={t("filter.action")}
        value={state.action}
        onChange={(action) => narrow({ action })}
      />
      <FilterMenu
        single
        label={t("filter.resourceType")}
        chosen={kind ? [kind] : []}
        onChange={([resourceType]) => narrow({ resourceType: resourceType ?? "" })}
        options={resourceKinds.map((value) => ({ value, label: t(`resourceKind.${value}`) }))}
      />
      <SearchField
        label={t("filter.resourceId")}
        value={state.resourceId}
        onChange={(resourceId) => narrow({ resourceId: resourceId.trim() })}
      />
      <MomentField label={t("filter.from")} value={state.from} onChange={(from) => narrow({ from })} />
      <MomentField label={t("filter.to")} value={state.to} onChange={(to) => narrow({ to })} />
      {state.actorId && (
        <Chip
          color="primary"
          variant="outlined"
          label={`${t("filter.actor")}: ${state.actorName || state.actorId.slice(-8)}`}
          onDelete={() => narrow({ actorId: "", actorName: "" })}
        />
      )}
    </FilterBar>
  );
}
