import MoreIcon from "@mui/icons-material/MoreHorizRounded";
import RevokeIcon from "@mui/icons-material/BlockRounded";
import RotateIcon from "@mui/icons-material/AutorenewRounded";
import { Box, MenuItem, Tooltip, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import type { ApiKey_KeyFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { ink } from "../../theme/tones.ts";
import { MenuButton } from "../../ui/MenuButton.tsx";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { useNow } from "../../ui/useNow.ts";
import { keyLook, standingOf } from "./apiKeyFragment.ts";

type Act = (dialog: "rotate" | "revoke", key: string) => void;

export function useKeyColumns(mayWrite: boolean, act: Act): readonly Column<ApiKey_KeyFragment>[] {
  const { t } = useTranslation("apiKeys");
  return useMemo(
    () => [
      { field: "name", headerName: t("column.name"), flex: 1, minWidth: 120, hideable: false },
      {
        field: "key",
        headerName: t("column.key"),
        width: 200,
        renderCell: ({ row }) => <code>{`${row.prefix}…${row.lastFour}`}</code>,
      },
      {
        field: "scopes",
        headerName: t("column.scopes"),
        flex: 1.2,
        minWidth: 150,
        renderCell: ({ row }) => (
          <Tooltip title={row.scopes.join(" ")}>
            <Typography component="code" variant="caption" noWrap>
              {row.scopes.join(" ")}
            </Typography>
          </Tooltip>
        ),
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 120,
        renderCell: ({ row }) => <KeyStandingLabel apiKey={row} />,
      },
      {
        field: "lastUsed",
        headerName: t("column.lastUsed"),
        width: 110,
        renderCell: ({ row }) =>
          row.lastUsedAt ? (
            <Tooltip title={row.lastUsedAddress ?? ""}>
              <span>
                <TimeAgo at={row.lastUsedAt} />
              </span>
            </Tooltip>
          ) : (
            "–"
          ),
      },
      {
        field: "expires",
        headerName: t("column.expires"),
        width: 150,
        renderCell: ({ row }) => (row.expiresAt ? <Time at={row.expiresAt} /> : t("never")),
      },
      {
        field: "limits",
        headerName: t("column.limits"),
        flex: 0.8,
        minWidth: 110,
        renderCell: ({ row }) => <KeyLimits apiKey={row} />,
      },
      {
        field: "createdBy",
        headerName: t("column.createdBy"),
        width: 96,
        valueGetter: (_, row) => row.createdBy?.displayName ?? "",
      },
      ...(mayWrite
        ? [
            {
              field: "actions",
              headerName: t("column.actions"),
              width: 80,
              align: "right" as const,
              headerAlign: "right" as const,
              hideable: false,
              renderCell: ({ row }: { row: ApiKey_KeyFragment }) => <KeyMenu apiKey={row} onAct={act} />,
            },
          ]
        : []),
    ],
    [act, mayWrite, t],
  );
}

/** Where it may be used from and how often; nothing where nothing is limited. */
function KeyLimits({ apiKey: { allowedAddresses, rateLimitPerMinute } }: { apiKey: ApiKey_KeyFragment }) {
  const { t } = useTranslation("apiKeys");
  const limits = [
    ...allowedAddresses,
    ...(rateLimitPerMinute === null ? [] : [t("perMinute", { count: rateLimitPerMinute })]),
  ];
  return (
    <Tooltip title={limits.join(" · ")}>
      <Typography variant="caption" noWrap>
        {limits.join(" · ") || "–"}
      </Typography>
    </Tooltip>
  );
}

export function KeyStandingLabel({ apiKey }: { apiKey: ApiKey_KeyFragment }) {
  const { t } = useTranslation(["apiKeys", "status"]);
  const formats = useFormats();
  const standing = standingOf(apiKey, useNow());
  const until =
    standing === "overlap" && apiKey.overlapUntil
      ? t("overlapUntil", { time: formats.dateTime(apiKey.overlapUntil) })
      : "";
  return (
    <Tooltip title={until}>
      <Box component="span" sx={{ display: "inline-flex" }}>
        <StatusLabel {...keyLook[standing]}>{t(`status:apiKey.${standing}`)}</StatusLabel>
      </Box>
    </Tooltip>
  );
}

export function KeyMenu({ apiKey, onAct }: { apiKey: ApiKey_KeyFragment; onAct: Act }) {
  const { t } = useTranslation(["apiKeys", "common"]);
  const standing = standingOf(apiKey, useNow());
  if (standing === "revoked" || standing === "expired") return null;
  return (
    <MenuButton label={t("common:rowActions", { name: apiKey.name })} icon={<MoreIcon fontSize="small" />}>
      {(close) => [
        standing === "active" && (
          <MenuItem
            key="rotate"
            onClick={() => {
              close();
              onAct("rotate", apiKey.id);
            }}
          >
            <RotateIcon fontSize="small" />
            {t("rotate.action")}
          </MenuItem>
        ),
        <MenuItem
          key="revoke"
          sx={{ color: ink("negative") }}
          onClick={() => {
            close();
            onAct("revoke", apiKey.id);
          }}
        >
          <RevokeIcon fontSize="small" />
          {t("revoke.action")}
        </MenuItem>,
      ]}
    </MenuButton>
  );
}
