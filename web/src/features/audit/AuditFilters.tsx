import { Chip, OutlinedInput } from "@mui/material";
import { use } from "react";
import { useTranslation } from "react-i18next";
import { TimeZoneContext } from "../../i18n/useFormats.ts";
import { localOf, momentOf } from "../../i18n/zonedTime.ts";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
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
      <TimeField label={t("filter.from")} value={state.from} onChange={(from) => narrow({ from })} />
      <TimeField label={t("filter.to")} value={state.to} onChange={(to) => narrow({ to })} />
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

/** A moment, entered in the tenant's time zone. */
function TimeField(props: { label: string; value: string; onChange: (value: string) => void }) {
  const timeZone = use(TimeZoneContext);
  return (
    <OutlinedInput
      type="datetime-local"
      size="small"
      value={props.value ? localOf(props.value, timeZone) : ""}
      onChange={(event) => props.onChange(momentOf(event.target.value, timeZone) ?? "")}
      startAdornment={
        <span
          style={{
            fontSize: "0.75rem",
            marginRight: 8,
            color: "var(--wg-palette-text-secondary)",
            whiteSpace: "nowrap",
          }}
        >
          {props.label}
        </span>
      }
      inputProps={{ "aria-label": props.label }}
      sx={{ height: 34, fontSize: "0.8125rem", width: { xs: "100%", sm: 232 } }}
    />
  );
}
