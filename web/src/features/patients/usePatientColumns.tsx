import { Box, Link as MuiLink } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { PatientOrderField } from "../../gql/graphql.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { News2Badge } from "../vitals/News2Badge.tsx";
import { ConsentChip, GroupChips, StandingChip, useSexAndAge } from "./patientCells.tsx";
import type { PatientRowData } from "./patientListQuery.ts";

export function usePatientColumns(people: boolean): readonly Column<PatientRowData, PatientOrderField>[] {
  const { t } = useTranslation("patients");
  const sexAndAge = useSexAndAge();
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        flex: 1,
        minWidth: 150,
        hideable: false,
        renderCell: ({ row }) => (
          <Box sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
            <MuiLink
              component={Link}
              to={`/health/patients/${row.id}`}
              noWrap
              sx={{ fontWeight: 540, color: "text.primary" }}
            >
              {row.name}
            </MuiLink>
            <StandingChip status={row.status} archivedAt={row.archivedAt} />
          </Box>
        ),
      },
      {
        field: "recordNumber",
        headerName: t("column.recordNumber"),
        width: 120,
        orderBy: "RECORD_NUMBER",
        renderCell: ({ row }) => <code>{row.recordNumber}</code>,
      },
      {
        field: "sex",
        headerName: t("column.sex"),
        width: 120,
        valueGetter: (_, row) => sexAndAge(row),
      },
      {
        field: "news2",
        headerName: t("column.news2"),
        width: 140,
        orderBy: "NEWS2",
        renderCell: ({ row }) =>
          row.news2 !== null && row.news2Risk ? <News2Badge score={row.news2} risk={row.news2Risk} /> : "–",
      },
      {
        field: "lastReading",
        headerName: t("column.lastReading"),
        width: 130,
        orderBy: "LAST_READING_AT",
        renderCell: ({ row }) => (row.lastReadingAt ? <TimeAgo at={row.lastReadingAt} /> : "–"),
      },
      {
        field: "groups",
        headerName: t("column.groups"),
        flex: 1,
        minWidth: 150,
        renderCell: ({ row }) => <GroupChips groups={row.groups} />,
      },
      {
        field: "consent",
        headerName: t("column.consent"),
        width: 116,
        renderCell: ({ row }) => <ConsentChip consent={row.consent} />,
      },
      ...(people
        ? [
            {
              field: "clinician",
              headerName: t("column.clinician"),
              width: 120,
              valueGetter: (_: never, row: PatientRowData) => row.clinician?.displayName ?? "–",
            },
          ]
        : []),
      {
        field: "phone",
        extra: true,
        headerName: t("column.phone"),
        width: 130,
        valueGetter: (_, row) => row.identity.phone ?? "–",
      },
      {
        field: "department",
        extra: true,
        headerName: t("column.department"),
        width: 120,
        valueGetter: (_, row) => row.department ?? "–",
      },
      {
        field: "created",
        extra: true,
        headerName: t("column.created"),
        width: 150,
        orderBy: "CREATED_AT",
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
    ],
    [people, sexAndAge, t],
  );
}
