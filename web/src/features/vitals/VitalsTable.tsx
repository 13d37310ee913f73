import { useQuery } from "@apollo/client/react";
import ListIcon from "@mui/icons-material/FormatListBulletedRounded";
import { Box, Button, FormControlLabel, Switch } from "@mui/material";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import type { StateOf } from "../../ui/urlState.ts";
import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import { vitalLooks } from "../../vitals/vitalTable.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { RetractDialog } from "./RetractDialog.tsx";
import { useVitalColumns } from "./useVitalColumns.tsx";
import { vitalListQuery, type VitalRowData } from "./vitalsQuery.ts";
import type { Range, vitalsState } from "./vitalsState.ts";

interface VitalsTableProps {
  patientId: string;
  range: Range;
  state: StateOf<typeof vitalsState>;
  onChange: ChangeUrlState<typeof vitalsState>;
  onRetracted: () => void;
  /** Changes when something new came in. */
  newest: string;
}

const size = 50;
const first = { after: "", before: "" };

/** Every value of the range by itself, newest first; where mistakes are taken back. */
export function VitalsTable({ patientId, range, state, onChange, onRetracted, newest }: VitalsTableProps) {
  const { t } = useTranslation("vitals");
  const formats = useFormats();
  const words = useVitalWords();
  const can = useCan();
  const [wrong, setWrong] = useState<VitalRowData | null>(null);
  const paging = { after: state.after, before: state.before, size };
  const filter = {
    codes: state.code === null ? null : [state.code],
    from: new Date(range.from).toISOString(),
    // What goes on has no end: a value of this second belongs to it.
    to: range.isLive ? null : new Date(range.to).toISOString(),
    includesRetracted: state.retracted,
  };
  const { data, previousData, loading, error, refetch } = useQuery(vitalListQuery, {
    variables: { patientId, filter, ...pageVariables(paging) },
    fetchPolicy: "no-cache",
  });
  const again = useEffectEvent(() => void refetch());
  useEffect(() => {
    if (newest !== "") again();
  }, [newest]);
  const page = (data ?? previousData)?.vitalSigns;
  const columns = useVitalColumns(can("vital-sign:write") ? setWrong : undefined);

  return (
    <Box sx={{ display: "grid", gap: 1, gridTemplateColumns: "minmax(0,1fr)" }}>
      <Box sx={{ display: "flex", flexWrap: "wrap", gap: 1, alignItems: "center" }}>
        <FilterMenu
          label={t("table.filter")}
          single
          options={vitalLooks.map(({ code }) => ({ value: code, label: words.name(code) }))}
          chosen={state.code === null ? [] : [state.code]}
          onChange={([code]) => onChange({ code: code ?? null, ...first })}
        />
        <FormControlLabel
          sx={{ ml: 0 }}
          control={
            <Switch
              size="small"
              checked={state.retracted}
              onChange={(_, retracted) => onChange({ retracted, ...first })}
            />
          }
          label={t("table.retracted")}
        />
      </Box>
      <Box sx={{ display: "flex", flexDirection: "column", height: { xs: "auto", sm: 560 } }}>
        <ServerGrid
          name="vitals"
          label={t("table.label")}
          columns={columns}
          rows={page?.nodes}
          loading={loading}
          error={seriousError(error)}
          onRetry={() => void refetch()}
          empty={
            <EmptyState icon={<ListIcon />} title={t("table.empty")}>
              {t("table.emptyText")}
            </EmptyState>
          }
          renderCard={(row) => (
            <Box sx={{ display: "grid", gap: 0.5, ...(row.retractedAt ? { opacity: 0.65 } : {}) }}>
              <Box sx={{ display: "flex", gap: 1 }}>
                <Box sx={{ flex: 1 }}>{words.name(row.code)}</Box>
                <strong>{words.value(row.code, row.value)}</strong>
              </Box>
              <Box
                sx={{
                  display: "flex",
                  gap: 1,
                  alignItems: "center",
                  fontSize: "0.75rem",
                  color: "text.secondary",
                }}
              >
                <Time at={row.measuredAt} />
                <span>{row.flags.map((flag) => t(`flag.${flag}`)).join(", ")}</span>
                <Box sx={{ flex: 1 }} />
                {row.retractedAt
                  ? t("retract.was", { time: formats.dateTime(row.retractedAt) })
                  : can("vital-sign:write") && (
                      <Button size="small" onClick={() => setWrong(row)}>
                        {t("retract.action")}
                      </Button>
                    )}
              </Box>
            </Box>
          )}
          footer={
            <Pager
              paging={paging}
              pageInfo={page?.pageInfo}
              total={page?.totalCount}
              onPage={({ after = "", before = "" }) => onChange({ after, before }, "push")}
            />
          }
        />
      </Box>
      {wrong && (
        <RetractDialog
          vital={wrong}
          onClose={() => setWrong(null)}
          onRetracted={() => {
            void refetch();
            onRetracted();
          }}
        />
      )}
    </Box>
  );
}
