import { useMutation } from "@apollo/client/react";
import MoreIcon from "@mui/icons-material/MoreHorizRounded";
import { Box, Chip, MenuItem, Tooltip, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { Tenant_TenantFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { ink } from "../../theme/tones.ts";
import { MenuButton } from "../../ui/MenuButton.tsx";
import type { Column } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { restoreTenant, resumeTenant, tenantLook } from "./tenantFragment.ts";

type Open = (dialog: "suspend" | "delete" | "plan" | "zone", tenant: string) => void;

export function useTenantColumns(open: Open): readonly Column<Tenant_TenantFragment>[] {
  const { t } = useTranslation(["tenants", "status"]);
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        flex: 1.2,
        minWidth: 170,
        renderCell: ({ row }) => (
          <Box sx={{ display: "flex", gap: 1, alignItems: "center", minWidth: 0 }}>
            <Typography variant="body2" noWrap sx={{ fontWeight: 520 }}>
              {row.name}
            </Typography>
            {row.isPlatform && (
              <Chip label={t("platform")} variant="outlined" color="primary" sx={{ height: 20 }} />
            )}
          </Box>
        ),
      },
      {
        field: "slug",
        headerName: t("column.slug"),
        width: 130,
        renderCell: ({ row }) => <code>{row.slug}</code>,
      },
      {
        field: "plan",
        headerName: t("column.plan"),
        width: 120,
        valueGetter: (_, row) => t(`status:plan.${row.plan}`),
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 130,
        renderCell: ({ row }) => <TenantStanding tenant={row} />,
      },
      {
        field: "users",
        headerName: t("column.users"),
        width: 90,
        align: "right",
        headerAlign: "right",
        valueGetter: (_, row) => row.userCount,
      },
      {
        field: "timeZone",
        headerName: t("column.timeZone"),
        width: 150,
        valueGetter: (_, row) => row.timeZone,
      },
      {
        field: "created",
        headerName: t("column.created"),
        width: 150,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
      {
        field: "actions",
        headerName: t("column.actions"),
        width: 80,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => <TenantMenu tenant={row} onOpen={open} />,
      },
    ],
    [open, t],
  );
}

export function TenantStanding({ tenant }: { tenant: Tenant_TenantFragment }) {
  const { t } = useTranslation(["tenants", "status"]);
  const formats = useFormats();
  const purge = tenant.purgeAfter ? t("purge", { time: formats.date(tenant.purgeAfter) }) : "";
  return (
    <Tooltip title={purge}>
      <Box component="span" sx={{ display: "inline-flex" }}>
        <StatusLabel {...tenantLook[tenant.status]}>{t(`status:tenant.${tenant.status}`)}</StatusLabel>
      </Box>
    </Tooltip>
  );
}

/** What may be done to a tenant in its state; the platform's own is never suspended or deleted. */
export function TenantMenu({ tenant, onOpen }: { tenant: Tenant_TenantFragment; onOpen: Open }) {
  const { t } = useTranslation(["tenants", "common"]);
  const toaster = useToaster();
  const [resume] = useMutation(resumeTenant);
  const [restore] = useMutation(restoreTenant);
  const navigate = useNavigate();
  const { id, name, status } = tenant;
  const input = { variables: { input: { tenantId: id } } };
  const told = (work: Promise<unknown>, message: string) => {
    work.then(
      () => toaster.done(message),
      (error: unknown) => toaster.failed(error),
    );
  };
  const items = [
    {
      key: "quotas",
      text: t("quotas"),
      show: true,
      run: () => void navigate(`/quotas?tenant=${id}`),
      danger: false,
    },
    {
      key: "bills",
      text: t("bills"),
      show: !tenant.isPlatform,
      run: () => void navigate(`/bills?tenant=${id}`),
      danger: false,
    },
    {
      key: "plan",
      text: t("plan.action"),
      show: status === "ACTIVE",
      run: () => onOpen("plan", id),
      danger: false,
    },
    {
      key: "zone",
      text: t("zone.action"),
      show: status !== "DELETED",
      run: () => onOpen("zone", id),
      danger: false,
    },
    {
      key: "resume",
      text: t("resume.action"),
      show: status === "SUSPENDED",
      run: () => told(resume(input), t("resume.done", { name })),
      danger: false,
    },
    {
      key: "restore",
      text: t("restore.action"),
      show: status === "DELETED",
      run: () => told(restore(input), t("restore.done", { name })),
      danger: false,
    },
    {
      key: "suspend",
      text: t("suspend.action"),
      show: status === "ACTIVE" && !tenant.isPlatform,
      run: () => onOpen("suspend", id),
      danger: true,
    },
    {
      key: "delete",
      text: t("remove.action"),
      show: status !== "DELETED" && !tenant.isPlatform,
      run: () => onOpen("delete", id),
      danger: true,
    },
  ].filter(({ show }) => show);
  if (items.length === 0) return null;
  return (
    <MenuButton label={t("common:rowActions", { name })} icon={<MoreIcon fontSize="small" />}>
      {(close) =>
        items.map(({ key, text, run, danger }) => (
          <MenuItem
            key={key}
            sx={danger ? { color: ink("negative") } : {}}
            onClick={() => {
              close();
              run();
            }}
          >
            {text}
          </MenuItem>
        ))
      }
    </MenuButton>
  );
}
