import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import EmptyIcon from "@mui/icons-material/GroupOutlined";
import { Box, Button, Chip, Link as MuiLink, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { User_UserFragment, UserOrderField } from "../../gql/graphql.ts";
import { useRoleName } from "../../rights/roleName.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { PersonAvatar } from "../../ui/PersonAvatar.tsx";
import { SearchField } from "../../ui/SearchField.tsx";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { oneOf, order, text } from "../../ui/urlState.ts";
import { TableTools } from "../../ui/TableTools.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { CreateUserDialog } from "./CreateUserDialog.tsx";
import { UserStanding } from "./UserStanding.tsx";

const usersQuery = graphql(`
  query Users(
    $filter: UserFilter
    $orderBy: UserOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
    $roles: Boolean!
  ) {
    users(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...User_user
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
    roles @include(if: $roles) {
      id
      key
      name
      builtIn
    }
  }
`);

const viewState = {
  search: text,
  status: oneOf(["ACTIVE", "DISABLED"], null),
  roleId: text,
  order: order(["DISPLAY_NAME", "EMAIL", "CREATED_AT", "LAST_SIGN_IN_AT"], {
    by: "DISPLAY_NAME",
    direction: "ASC",
  }),
  dialog: oneOf(["create"], null),
  ...pagingState,
};

export function UsersPage() {
  const { t } = useTranslation(["users", "status", "common"]);
  const can = useCan();
  const [state, change] = useUrlState(viewState);
  const { search, status, roleId } = state;
  const filtered = Boolean(search || status || roleId);
  const { data, previousData, loading, error, refetch } = useQuery(usersQuery, {
    variables: {
      filter: filtered
        ? { ...(search ? { search } : {}), ...(status ? { status } : {}), ...(roleId ? { roleId } : {}) }
        : null,
      orderBy: state.order,
      roles: can("role:read"),
      ...pageVariables(state),
    },
    fetchPolicy: "cache-and-network",
  });
  const answer = data ?? previousData;
  const columns = useUserColumns();
  const roleName = useRoleName();
  const narrow = (next: Parameters<typeof change>[0]) => change({ ...next, ...firstPage });
  const addButton = can("user:create") && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("open")}
    </Button>
  );

  return (
    <Page fill personal title={t("title")} actions={addButton}>
      <FilterBar
        onClear={filtered ? () => narrow({ search: "", status: null, roleId: "" }) : undefined}
        tools={<TableTools name="users" columns={columns} />}
      >
        <SearchField
          label={t("filter.search")}
          value={search}
          onChange={(next) => narrow({ search: next })}
        />
        <FilterMenu
          single
          label={t("filter.status")}
          chosen={status ? [status] : []}
          onChange={([next]) => narrow({ status: next ?? null })}
          options={(["ACTIVE", "DISABLED"] as const).map((value) => ({
            value,
            label: t(`status:user.${value}`),
          }))}
        />
        {answer?.roles && (
          <FilterMenu
            single
            label={t("filter.role")}
            chosen={roleId ? [roleId] : []}
            onChange={([next]) => narrow({ roleId: next ?? "" })}
            options={answer.roles.map((role) => ({ value: role.id, label: roleName(role) }))}
          />
        )}
      </FilterBar>
      <ServerGrid
        name="users"
        label={t("title")}
        columns={columns}
        rows={answer?.users.nodes}
        loading={loading}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        order={state.order}
        onOrder={(next) => change({ order: next, ...firstPage })}
        renderCard={(user) => <UserCard user={user} />}
        empty={
          filtered ? (
            <EmptyState icon={<NoMatchIcon />} title={t("common:noMatch.title")}>
              {t("common:noMatch.text")}
            </EmptyState>
          ) : (
            <EmptyState icon={<EmptyIcon />} title={t("empty.title")} action={addButton}>
              {t("empty.text")}
            </EmptyState>
          )
        }
        footer={
          <Pager
            paging={state}
            pageInfo={answer?.users.pageInfo}
            total={answer?.users.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {state.dialog === "create" && can("user:create") && (
        <CreateUserDialog onClose={() => change({ dialog: null })} />
      )}
    </Page>
  );
}

function useUserColumns(): readonly Column<User_UserFragment, UserOrderField>[] {
  const { t } = useTranslation("users");
  const roleName = useRoleName();
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("column.name"),
        orderBy: "DISPLAY_NAME",
        flex: 1,
        minWidth: 170,
        hideable: false,
        renderCell: ({ row }) => (
          <Box sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
            <PersonAvatar id={row.id} name={row.displayName} size={24} />
            <MuiLink
              component={Link}
              to={`/users/${row.id}`}
              noWrap
              sx={{ fontWeight: 520, color: "text.primary" }}
            >
              {row.displayName}
            </MuiLink>
          </Box>
        ),
      },
      { field: "email", headerName: t("column.email"), orderBy: "EMAIL", flex: 1.2, minWidth: 180 },
      {
        field: "roles",
        headerName: t("column.roles"),
        flex: 1.2,
        minWidth: 160,
        renderCell: ({ row }) => (
          <Box sx={{ display: "flex", gap: 0.5, overflow: "hidden" }}>
            {row.roles.map(({ id, role }) => (
              <Chip key={id} label={roleName(role)} variant="outlined" sx={{ height: 20 }} />
            ))}
          </Box>
        ),
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 112,
        renderCell: ({ row }) => <UserStanding user={row} />,
      },
      {
        field: "totp",
        headerName: t("column.totp"),
        width: 96,
        valueGetter: (_, row) => (row.totpEnabled ? t("totpOn") : t("totpOff")),
      },
      {
        field: "lastSignIn",
        headerName: t("column.lastSignIn"),
        orderBy: "LAST_SIGN_IN_AT",
        width: 126,
        renderCell: ({ row }) => (row.lastSignInAt ? <TimeAgo at={row.lastSignInAt} /> : "–"),
      },
      {
        field: "created",
        extra: true,
        headerName: t("column.created"),
        orderBy: "CREATED_AT",
        width: 150,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
    ],
    [roleName, t],
  );
}

function UserCard({ user }: { user: User_UserFragment }) {
  const roleName = useRoleName();
  return (
    <Box sx={{ display: "flex", gap: 1.5, alignItems: "center" }}>
      <PersonAvatar id={user.id} name={user.displayName} size={36} />
      <Box sx={{ flex: 1, minWidth: 0 }}>
        <MuiLink component={Link} to={`/users/${user.id}`} sx={{ fontWeight: 560, color: "text.primary" }}>
          {user.displayName}
        </MuiLink>
        <Typography variant="caption" component="div" color="textSecondary" noWrap>
          {user.email}
        </Typography>
        <Typography variant="caption" component="div" color="textSecondary" noWrap>
          {user.roles.map(({ role }) => roleName(role)).join(", ")}
        </Typography>
      </Box>
      <UserStanding user={user} />
    </Box>
  );
}
