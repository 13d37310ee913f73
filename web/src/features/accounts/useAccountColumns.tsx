import { Box, Chip, Link as MuiLink } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { AccountAction, AccountOrderField } from "../../gql/graphql.ts";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import type { AccountRowData } from "./accountListQuery.ts";
import { LiveActions, LiveHealth, LiveSince, LiveStatus } from "./liveCells.tsx";

export function useAccountColumns(
  onAction: (action: AccountAction, id: string) => void,
): readonly Column<AccountRowData, AccountOrderField>[] {
  const { t } = useTranslation("accounts");
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        orderBy: "NAME",
        flex: 1.4,
        minWidth: 160,
        hideable: false,
        renderCell: ({ row }) => (
          <MuiLink
            component={Link}
            to={`/accounts/${row.id}`}
            noWrap
            sx={{ fontWeight: 520, color: "text.primary" }}
          >
            {row.name}
          </MuiLink>
        ),
      },
      {
        field: "status",
        headerName: t("column.status"),
        orderBy: "STATUS",
        width: 158,
        renderCell: ({ row }) => <LiveStatus row={row} />,
      },
      {
        field: "since",
        headerName: t("column.since"),
        orderBy: "STATUS_SINCE",
        width: 112,
        renderCell: ({ row }) => <LiveSince row={row} />,
      },
      {
        field: "health",
        headerName: t("column.health"),
        orderBy: "HEALTH_SCORE",
        width: 128,
        renderCell: ({ row }) => <LiveHealth row={row} />,
      },
      { field: "group", headerName: t("column.group"), width: 116, valueGetter: (_, row) => row.group ?? "" },
      {
        field: "tags",
        headerName: t("column.tags"),
        flex: 1,
        minWidth: 120,
        renderCell: ({ row }) => <Tags tags={row.tags} />,
      },
      {
        field: "corp",
        extra: true,
        headerName: t("column.corp"),
        width: 130,
        valueGetter: (_, row) => row.corp.name,
      },
      {
        field: "heartbeat",
        headerName: t("column.heartbeat"),
        orderBy: "LAST_HEARTBEAT_AT",
        width: 112,
        renderCell: ({ row }) => (row.lastHeartbeatAt ? <TimeAgo at={row.lastHeartbeatAt} /> : "–"),
      },
      {
        field: "owner",
        extra: true,
        headerName: t("column.owner"),
        width: 110,
        valueGetter: (_, row) => row.owner?.displayName ?? "",
      },
      {
        field: "created",
        extra: true,
        headerName: t("column.created"),
        orderBy: "CREATED_AT",
        width: 140,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
      {
        field: "actions",
        headerName: t("column.actions"),
        width: 150,
        align: "right",
        headerAlign: "right",
        hideable: false,
        renderCell: ({ row }) => <LiveActions row={row} onAction={onAction} />,
      },
    ],
    [onAction, t],
  );
}

export function Tags({ tags }: { tags: readonly string[] }) {
  return (
    <Box component="span" sx={{ display: "flex", gap: 0.5, overflow: "hidden" }}>
      {tags.map((tag) => (
        <Chip key={tag} label={tag} variant="outlined" sx={{ height: 20, fontSize: "0.75rem" }} />
      ))}
    </Box>
  );
}
