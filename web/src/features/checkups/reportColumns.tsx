import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Column } from "../../ui/ServerGrid.tsx";
import type { ReportRow } from "./checkupQueries.ts";
import { ReportStatus } from "./ReportStatus.tsx";

export function useReportColumns(withPatient: boolean): readonly Column<ReportRow>[] {
  const { t } = useTranslation("checkups");
  return useMemo(
    () => [
      {
        field: "number",
        headerName: t("field.number"),
        width: 140,
        hideable: false,
        renderCell: ({ row }) => <ReportLink report={row} />,
      },
      ...(withPatient
        ? [
            {
              field: "patient",
              headerName: t("field.patient"),
              flex: 1,
              minWidth: 170,
              renderCell: ({ row }: { row: ReportRow }) => <PatientLink report={row} />,
            },
          ]
        : []),
      { field: "examinedOn", headerName: t("field.examinedOn"), width: 130 },
      { field: "institution", headerName: t("field.institution"), flex: 1, minWidth: 160 },
      {
        field: "abnormal",
        headerName: t("field.abnormal"),
        width: 120,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row: { counts } }) => <Abnormal counts={counts} />,
      },
      {
        field: "status",
        headerName: t("field.status"),
        width: 130,
        renderCell: ({ row }) => <ReportStatus report={row} />,
      },
    ],
    [t, withPatient],
  );
}

function ReportLink({ report: { id, reportNumber } }: { report: ReportRow }) {
  return (
    <MuiLink component={Link} to={`/health/reports/${id}`} sx={{ fontWeight: 520 }}>
      {reportNumber}
    </MuiLink>
  );
}

function PatientLink({ report: { patient, patientId } }: { report: ReportRow }) {
  if (!patient) return <span>–</span>;
  return (
    <Box component="span" sx={{ minWidth: 0, overflow: "hidden", textOverflow: "ellipsis" }}>
      <MuiLink component={Link} to={`/health/patients/${patientId}`}>
        {patient.name}
      </MuiLink>{" "}
      <Typography component="span" variant="body2" color="textSecondary">
        {patient.recordNumber}
      </Typography>
    </Box>
  );
}

function Abnormal({ counts: { items, abnormal } }: { counts: ReportRow["counts"] }) {
  const { t } = useTranslation("checkups");
  return (
    <Box component="span" sx={{ fontWeight: abnormal > 0 ? 600 : 400, fontVariantNumeric: "tabular-nums" }}>
      {t("abnormalOf", { abnormal, items })}
    </Box>
  );
}

/** A report on a phone. */
export function ReportCard({ report }: { report: ReportRow }) {
  const { t } = useTranslation("checkups");
  const { examinedOn, institution, counts } = report;
  return (
    <Box sx={{ minWidth: 0, display: "grid", gap: 0.5 }}>
      <Box sx={{ display: "flex", gap: 1, alignItems: "center", flexWrap: "wrap" }}>
        <ReportLink report={report} />
        <ReportStatus report={report} />
      </Box>
      <PatientLink report={report} />
      <Typography variant="body2" color="textSecondary">
        {examinedOn} · {institution} · {t("counts", { count: counts.items, abnormal: counts.abnormal })}
      </Typography>
    </Box>
  );
}
