import { Link as MuiLink } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { ContactName, ContactStatusLabel, followerNames, TagChips } from "./contactCells.tsx";
import type { ContactRow } from "./contactsQuery.ts";

export function useContactColumns(
  onOpen: (id: string) => void,
): readonly Column<ContactRow, "ADDED_AT" | "NAME">[] {
  const { t } = useTranslation("contacts");
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        orderBy: "NAME",
        flex: 1.4,
        minWidth: 200,
        hideable: false,
        renderCell: ({ row }) => (
          <MuiLink
            component="button"
            onClick={() => onOpen(row.id)}
            sx={{ color: "text.primary", textAlign: "left", width: "100%", height: "100%" }}
          >
            <ContactName contact={row} />
          </MuiLink>
        ),
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 130,
        renderCell: ({ row }) => <ContactStatusLabel status={row.status} />,
      },
      {
        field: "tags",
        headerName: t("column.tags"),
        flex: 1,
        minWidth: 160,
        renderCell: ({ row }) => <TagChips tags={row.tags} />,
      },
      {
        field: "followers",
        headerName: t("column.followers"),
        flex: 0.7,
        minWidth: 130,
        valueGetter: (_, row) => followerNames(row),
      },
      {
        field: "way",
        headerName: t("column.way"),
        width: 130,
        valueGetter: (_, row) => t(`way.${row.followers[0]?.addWay ?? "UNKNOWN"}`),
      },
      {
        field: "state",
        extra: true,
        headerName: t("column.state"),
        width: 120,
        valueGetter: (_, row) => row.followers[0]?.state ?? "",
      },
      {
        field: "type",
        extra: true,
        headerName: t("column.type"),
        width: 110,
        valueGetter: (_, row) => t(`type.${row.type}`),
      },
      {
        field: "added",
        headerName: t("column.added"),
        orderBy: "ADDED_AT",
        width: 150,
        renderCell: ({ row }) => <Time at={row.addedAt} />,
      },
    ],
    [onOpen, t],
  );
}
