import { Link as MuiLink } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { CallbackStatusChip } from "../status/CallbackStatusChip.tsx";
import type { Column } from "../ui/ServerGrid.tsx";
import { Time } from "../ui/Time.tsx";
import type { CallbackRow } from "./callbacksQuery.ts";
import { useReasonWords } from "./callbackWords.ts";

/** @param isOfAccount the list is on an account's page, which needs no column for it. */
export function useCallbackColumns(
  onOpen: (id: string) => void,
  isOfAccount: boolean,
): readonly Column<CallbackRow>[] {
  const { t } = useTranslation("callbacks");
  const words = useReasonWords();
  return useMemo(() => {
    const columns: Column<CallbackRow>[] = [
      {
        field: "receivedAt",
        headerName: t("column.receivedAt"),
        width: 158,
        renderCell: ({ row }) => <Time at={row.receivedAt} />,
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 116,
        renderCell: ({ row }) => <CallbackStatusChip status={row.status} />,
      },
      {
        field: "kind",
        headerName: t("column.kind"),
        width: 150,
        hideable: false,
        renderCell: ({ row }) => (
          <MuiLink
            component="button"
            type="button"
            onClick={() => onOpen(row.id)}
            noWrap
            sx={{ fontWeight: 520, color: "text.primary", font: "inherit" }}
          >
            {t(`kind.${row.kind}`)}
          </MuiLink>
        ),
      },
      {
        field: "name",
        headerName: t("column.name"),
        flex: 1.4,
        minWidth: 200,
        cellClassName: "monospace",
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
              to={`/accounts/${row.account.id}?tab=callbacks`}
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
        field: "corp",
        headerName: t("column.corp"),
        flex: 0.7,
        minWidth: 120,
        extra: true,
        valueGetter: (_, row) => row.corp?.name ?? "–",
      },
      {
        field: "reason",
        headerName: t("column.reason"),
        flex: 1.2,
        minWidth: 160,
        valueGetter: (_, row) => words(row.reason),
      },
      {
        field: "attempts",
        headerName: t("column.attempts"),
        width: 86,
        align: "right",
        headerAlign: "right",
      },
      {
        field: "duplicates",
        headerName: t("column.duplicates"),
        width: 110,
        align: "right",
        headerAlign: "right",
        extra: true,
      },
      {
        field: "sentAt",
        headerName: t("column.sentAt"),
        width: 158,
        extra: true,
        renderCell: ({ row }) => <Time at={row.sentAt} />,
      },
    ];
    return columns.filter(({ field }) => !(isOfAccount && (field === "account" || field === "corp")));
  }, [onOpen, isOfAccount, t, words]);
}
