import { Link as MuiLink } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { LiveStatusCell, Problem, Said } from "./recordCells.tsx";
import type { MessageRow } from "./recordsQuery.ts";

export function useRecordColumns(onOpen: (id: string) => void): readonly Column<MessageRow>[] {
  const { t } = useTranslation("messages");
  return useMemo(
    () => [
      {
        field: "createdAt",
        headerName: t("column.createdAt"),
        width: 158,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 124,
        renderCell: ({ row }) => <LiveStatusCell row={row} />,
      },
      {
        field: "recipient",
        headerName: t("column.recipient"),
        width: 150,
        hideable: false,
        renderCell: ({ row }) => (
          <MuiLink
            component="button"
            type="button"
            onClick={() => onOpen(row.id)}
            noWrap
            title={t(`recipientKind.${row.recipientKind}`)}
            sx={{ fontWeight: 520, color: "text.primary", font: "inherit" }}
          >
            {row.recipient}
          </MuiLink>
        ),
      },
      {
        field: "type",
        headerName: t("column.type"),
        width: 116,
        valueGetter: (_, row) => t(`type.${row.type}`),
      },
      {
        field: "content",
        headerName: t("column.content"),
        flex: 1.6,
        minWidth: 180,
        renderCell: ({ row }) => <Said row={row} />,
      },
      {
        field: "account",
        headerName: t("column.account"),
        flex: 0.8,
        minWidth: 130,
        renderCell: ({ row }) =>
          row.account ? (
            <MuiLink
              component={Link}
              to={`/accounts/${row.account.id}?tab=messages`}
              noWrap
              color="textPrimary"
            >
              {row.account.name}
            </MuiLink>
          ) : (
            "–"
          ),
      },
      {
        field: "error",
        headerName: t("column.error"),
        flex: 1,
        minWidth: 150,
        renderCell: ({ row }) => <Problem row={row} />,
      },
      {
        field: "batch",
        extra: true,
        headerName: t("column.batch"),
        width: 120,
        renderCell: ({ row }) =>
          row.batchId ? (
            <MuiLink component={Link} to={`/messages/batches/${row.batchId}`} noWrap>
              {row.batchId.slice(-8)}
            </MuiLink>
          ) : (
            ""
          ),
      },
      {
        field: "sentAt",
        extra: true,
        headerName: t("column.sentAt"),
        width: 158,
        renderCell: ({ row }) => (row.sentAt ? <Time at={row.sentAt} /> : "–"),
      },
      {
        field: "scheduledAt",
        extra: true,
        headerName: t("column.scheduledAt"),
        width: 158,
        renderCell: ({ row }) => (row.scheduledAt ? <Time at={row.scheduledAt} /> : "–"),
      },
    ],
    [onOpen, t],
  );
}
