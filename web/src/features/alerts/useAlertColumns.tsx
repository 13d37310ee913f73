import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AlertRowData } from "../../alerts/alertFragment.ts";
import { useMeasure } from "../../alerts/useMeasure.ts";
import { AlertSeverityChip, AlertStateChip } from "../../status/AlertChips.tsx";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Lasting, Time } from "../../ui/Time.tsx";

export function useAlertColumns(
  mayAcknowledge: boolean,
  onAcknowledge: (id: string) => void,
): readonly Column<AlertRowData>[] {
  const { t } = useTranslation("alerts");
  const measure = useMeasure();
  return useMemo(
    () => [
      {
        field: "severity",
        headerName: t("column.severity"),
        width: 104,
        renderCell: ({ row }) => <AlertSeverityChip severity={row.severity} />,
      },
      {
        field: "alert",
        headerName: t("column.alert"),
        flex: 1.2,
        minWidth: 160,
        hideable: false,
        renderCell: ({ row }) => (
          <MuiLink
            component={Link}
            to={`/alerts/${row.id}`}
            noWrap
            sx={{ fontWeight: 520, color: "text.primary" }}
          >
            {t(`kind.${row.kind}`)}
          </MuiLink>
        ),
      },
      {
        field: "account",
        headerName: t("column.account"),
        flex: 1,
        minWidth: 130,
        renderCell: ({ row }) => (
          <MuiLink component={Link} to={`/accounts/${row.accountId}?tab=alerts`} noWrap>
            {row.accountName}
          </MuiLink>
        ),
      },
      {
        field: "value",
        headerName: t("column.value"),
        width: 172,
        renderCell: ({ row }) => (
          <Box component="span" sx={{ fontVariantNumeric: "tabular-nums" }}>
            {measure(row.value, row.unit)}
            <Typography component="span" variant="body2" color="textSecondary">
              {` / ${measure(row.threshold, row.unit)}`}
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
        field: "raised",
        extra: true,
        headerName: t("column.raised"),
        width: 140,
        renderCell: ({ row }) => <Time at={row.raisedAt} />,
      },
      {
        field: "state",
        headerName: t("column.state"),
        width: 168,
        renderCell: ({ row }) => <AlertStateChip state={row.state} clearing={row.clearingSince !== null} />,
      },
      {
        field: "actions",
        headerName: t("column.actions"),
        width: 128,
        align: "right",
        headerAlign: "right",
        hideable: false,
        renderCell: ({ row }) =>
          mayAcknowledge && row.state === "OPEN" ? (
            <Button size="small" onClick={() => onAcknowledge(row.id)}>
              {t("acknowledge.action")}
            </Button>
          ) : null,
      },
    ],
    [mayAcknowledge, measure, onAcknowledge, t],
  );
}
