import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import RoleIcon from "@mui/icons-material/ShieldOutlined";
import { Box, Button, Chip, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { Role_RoleFragment } from "../../gql/graphql.ts";
import { useRoleDescription, useRoleName } from "../../rights/roleName.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { CreateRoleDialog } from "./CreateRoleDialog.tsx";

const rolesQuery = graphql(`
  query Roles {
    roles {
      ...Role_role
    }
  }
`);

/** `copy` names the role whose rights the new one starts with. */
const viewState = { dialog: oneOf(["create"], null), copy: text };

export function RolesPage() {
  const { t } = useTranslation("roles");
  const can = useCan();
  const [{ dialog, copy }, change] = useUrlState(viewState);
  const { data, loading, error, refetch } = useQuery(rolesQuery, { fetchPolicy: "cache-and-network" });
  const columns = useRoleColumns();
  const addButton = can("role:write") && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("open")}
    </Button>
  );
  return (
    <Page fill title={t("title")} actions={addButton}>
      <ServerGrid
        name="roles"
        label={t("title")}
        columns={columns}
        rows={data?.roles}
        loading={loading}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        empty={<EmptyState icon={<RoleIcon />} title={t("title")} action={addButton} />}
        renderCard={(role) => (
          <Box>
            <MuiLink component={Link} to={`/roles/${role.id}`} sx={{ fontWeight: 560 }}>
              <RoleName role={role} />
            </MuiLink>
            <Typography variant="caption" component="div" color="textSecondary">
              <RoleDescription role={role} />
            </Typography>
            <Kind role={role} />
          </Box>
        )}
      />
      {dialog === "create" && can("role:write") && data && (
        <CreateRoleDialog
          roles={data.roles}
          model={data.roles.find(({ id }) => id === copy)}
          onClose={() => change({ dialog: null, copy: "" })}
        />
      )}
    </Page>
  );
}

function RoleName({ role }: { role: Pick<Role_RoleFragment, "key" | "name" | "builtIn"> }) {
  return <>{useRoleName()(role)}</>;
}

function RoleDescription({ role }: { role: Role_RoleFragment }) {
  return <>{useRoleDescription()(role)}</>;
}

function Kind({ role }: { role: Role_RoleFragment }) {
  const { t } = useTranslation("roles");
  return (
    <Chip
      label={role.builtIn ? t("builtIn") : t("own")}
      variant="outlined"
      color={role.builtIn ? "default" : "primary"}
      sx={{ height: 20 }}
    />
  );
}

function useRoleColumns(): readonly Column<Role_RoleFragment>[] {
  const { t } = useTranslation(["roles", "status"]);
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        flex: 1.4,
        minWidth: 200,
        renderCell: ({ row }) => (
          <Box sx={{ minWidth: 0, display: "flex", gap: 1, alignItems: "baseline" }}>
            <MuiLink component={Link} to={`/roles/${row.id}`} sx={{ fontWeight: 520, color: "text.primary" }}>
              <RoleName role={row} />
            </MuiLink>
            <Typography variant="caption" color="textSecondary" noWrap>
              <RoleDescription role={row} />
            </Typography>
          </Box>
        ),
      },
      {
        field: "key",
        headerName: t("column.key"),
        width: 160,
        renderCell: ({ row }) => <code>{row.key}</code>,
      },
      {
        field: "kind",
        headerName: t("column.kind"),
        width: 110,
        renderCell: ({ row }) => <Kind role={row} />,
      },
      {
        field: "scope",
        headerName: t("column.scope"),
        width: 160,
        valueGetter: (_, row) => t(`status:dataScope.${row.dataScope}`),
      },
      {
        field: "parent",
        headerName: t("column.parent"),
        width: 140,
        renderCell: ({ row }) => row.parent && <RoleName role={row.parent} />,
      },
      {
        field: "rights",
        headerName: t("column.rights"),
        flex: 1,
        minWidth: 160,
        renderCell: ({ row }) => (
          <Typography variant="caption" noWrap component="code">
            {row.permissions.join(" ")}
          </Typography>
        ),
      },
      {
        field: "users",
        headerName: t("column.users"),
        width: 90,
        align: "right",
        headerAlign: "right",
        renderCell: ({ row }) => (
          <MuiLink component={Link} to={`/users?roleId=${row.id}`}>
            {row.userCount}
          </MuiLink>
        ),
      },
    ],
    [t],
  );
}
