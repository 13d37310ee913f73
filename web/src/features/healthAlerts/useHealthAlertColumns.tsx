import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { HealthSeverityChip, HealthStateChip } from "../../healthAlerts/HealthAlertChips.tsx";
import type { HealthAlertRow } from "../../healthAlerts/healthAlertQueries.ts";
import { useAlertValue } from "../../healthAlerts/useAlertValue.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Lasting, Time } from "../../ui/Time.tsx";

export function useHealthAlertColumns(): readonly Column<HealthAlertRow>[] {
  const { t, i18n } = useTranslation("healthAlerts");
  const written = useAlertValue();
  return useMemo(
    () => [
      {
        field: "severity",
        headerName: t("column.severity"),
        width: 104,
        renderCell: ({ row }) => <HealthSeverityChip severity={row.severity} />,
      },
      {
        field: "alert",
        headerName: t("column.alert"),
        flex: 1.4,
        minWidth: 180,
        hideable: false,
        renderCell: ({ row }) => (
          <MuiLink
            component={Link}
            to={`/health/alerts/${row.id}`}
            noWrap
            title={row.text.summary}
            sx={{ fontWeight: 520, color: "text.primary" }}
          >
            {row.text.title}
          </MuiLink>
        ),
      },
      {
        field: "patient",
        headerName: t("column.patient"),
        flex: 1,
        minWidth: 150,
        renderCell: ({ row }) => (
          <Box component="span" sx={{ display: "inline-flex", gap: 1, alignItems: "baseline", minWidth: 0 }}>
            <MuiLink component={Link} to={`/health/patients/${row.patientId}?tab=alerts`} noWrap>
              {row.patient?.name ?? row.recordNumber}
            </MuiLink>
            {row.patient && (
              <Typography component="span" variant="caption" color="textSecondary" noWrap>
                {row.recordNumber}
              </Typography>
            )}
          </Box>
        ),
      },
      {
        field: "value",
        headerName: t("column.value"),
        width: 170,
        renderCell: ({ row: { cause } }) => (
          <Box component="span" sx={{ fontVariantNumeric: "tabular-nums" }}>
            {cause.value === null ? "–" : written.value(cause, cause.value)}
            <Typography component="span" variant="body2" color="textSecondary">
              {` ${written.limit(cause)}`}
            </Typography>
          </Box>
        ),
      },
      {
        field: "since",
        headerName: t("column.since"),
        width: 140,
        renderCell: ({ row }) =>
          row.resolvedAt ? <Time at={row.resolvedAt} /> : <Lasting since={row.causedAt} />,
      },
      {
        field: "state",
        headerName: t("column.state"),
        width: 130,
        renderCell: ({ row }) => <HealthStateChip state={row.state} />,
      },
      {
        field: "person",
        headerName: t("column.person"),
        width: 140,
        renderCell: ({ row }) => row.assignedTo?.displayName ?? row.acknowledgedBy?.displayName ?? "–",
      },
      {
        field: "raised",
        headerName: t("column.raised"),
        width: 150,
        extra: true,
        renderCell: ({ row }) => <Time at={row.raisedAt} />,
      },
    ],
    // oxlint-disable-next-line react/exhaustive-deps -- written is made anew by each render; it changes with the language
    [t, i18n.language],
  );
}
