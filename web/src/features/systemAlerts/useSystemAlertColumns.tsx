import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ConditionLabels, SeverityLabel, StateLabel, ToldLabel } from "../../alerting/AlertLabels.tsx";
import type { SystemAlertRow } from "../../alerting/alertFragment.ts";
import { useMeasured, useOwnLanguage } from "../../alerting/useMeasured.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Lasting, Time } from "../../ui/Time.tsx";

export function useSystemAlertColumns(
  mayAct: boolean,
  onAcknowledge: (id: string) => void,
): readonly Column<SystemAlertRow>[] {
  const { t } = useTranslation("alerting");
  const measured = useMeasured();
  return useMemo(
    () => [
      {
        field: "severity",
        headerName: t("column.severity"),
        width: 104,
        renderCell: ({ row }) => <SeverityLabel severity={row.severity} />,
      },
      {
        field: "alert",
        headerName: t("column.alert"),
        flex: 2,
        minWidth: 240,
        hideable: false,
        renderCell: ({ row }) => <AlertName alert={row} />,
      },
      {
        field: "value",
        headerName: t("column.value"),
        width: 160,
        renderCell: ({ row }) => (
          <Box component="span" sx={{ fontVariantNumeric: "tabular-nums" }}>
            {measured(row.value, row.unit)}
            <Typography component="span" variant="body2" color="textSecondary">
              {` / ${measured(row.threshold, row.unit)}`}
            </Typography>
          </Box>
        ),
      },
      {
        field: "since",
        headerName: t("column.since"),
        width: 130,
        renderCell: ({ row }) =>
          row.resolvedAt ? <Time at={row.resolvedAt} /> : <Lasting since={row.since} />,
      },
      {
        field: "state",
        headerName: t("column.state"),
        width: 130,
        renderCell: ({ row }) => <StateLabel state={row.state} />,
      },
      {
        field: "told",
        headerName: t("column.told"),
        width: 150,
        renderCell: ({ row }) => <ToldLabel alert={row} />,
      },
      {
        field: "actions",
        headerName: t("column.actions"),
        width: 120,
        align: "right",
        headerAlign: "right",
        hideable: false,
        renderCell: ({ row }) =>
          mayAct && row.state === "FIRING" && row.source === "RULE" ? (
            <Button size="small" onClick={() => onAcknowledge(row.id)}>
              {t("acknowledge.action")}
            </Button>
          ) : null,
      },
    ],
    [mayAct, measured, onAcknowledge, t],
  );
}

function AlertName({ alert }: { alert: SystemAlertRow }) {
  const own = useOwnLanguage();
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1, minWidth: 0 }}>
      <MuiLink
        component={Link}
        to={`/monitoring/alerts/${alert.id}`}
        noWrap
        title={own(alert.summary)}
        sx={{ fontWeight: 520, color: "text.primary", flexShrink: 0, maxWidth: "60%" }}
      >
        {own(alert.title)}
      </MuiLink>
      <ConditionLabels alert={alert} />
      <Typography variant="body2" color="textSecondary" component="span" noWrap>
        {own(alert.summary)}
      </Typography>
    </Box>
  );
}
