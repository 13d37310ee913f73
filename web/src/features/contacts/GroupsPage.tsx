import { useQuery } from "@apollo/client/react";
import EmptyIcon from "@mui/icons-material/GroupsOutlined";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import { Box, Button, FormControlLabel, Link as MuiLink, Switch, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { TableTools } from "../../ui/TableTools.tsx";
import { Time } from "../../ui/Time.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { contactFacetsQuery } from "./contactsQuery.ts";
import { ContactTabs } from "./ContactTabs.tsx";
import { groupFilterOf, groupListState, type GroupRow, groupsQuery, groupVariables } from "./groupsQuery.ts";
import { useGroupChanges } from "./useContactStream.ts";

const gridName = "customerGroups";

export function GroupsPage() {
  const { t } = useTranslation(["contacts", "common"]);
  const [state, change] = useUrlState(groupListState);
  const { data, previousData, loading, error, refetch } = useQuery(groupsQuery, {
    variables: groupVariables(state),
    fetchPolicy: "cache-and-network",
  });
  const { data: facets } = useQuery(contactFacetsQuery, { fetchPolicy: "cache-and-network" });
  const list = (data ?? previousData)?.customerGroups;
  useGroupChanges(null, () => void refetch());
  const columns = useGroupColumns();
  const owners = facets?.wecomMembers.nodes ?? [];
  const clear = () => change({ search: "", users: [], dismissed: false, ...firstPage });

  return (
    <Page title={t("group.title")} fill personal>
      <ContactTabs value="groups" />
      <FilterBar
        onClear={groupFilterOf(state) ? clear : undefined}
        tools={<TableTools name={gridName} columns={columns} />}
      >
        <SearchField
          label={t("group.search")}
          value={state.search}
          onChange={(search) => change({ search, ...firstPage })}
        />
        {owners.length > 0 && (
          <FilterMenu
            label={t("group.owner")}
            chosen={state.users}
            onChange={(users) => change({ users, ...firstPage })}
            options={owners.map(({ userId, name }) => ({ value: userId, label: name }))}
          />
        )}
        <FormControlLabel
          control={
            <Switch
              size="small"
              checked={state.dismissed}
              onChange={(_, dismissed) => change({ dismissed, ...firstPage })}
            />
          }
          label={<Typography variant="body2">{t("group.dismissed")}</Typography>}
        />
      </FilterBar>
      <ServerGrid
        name={gridName}
        label={t("group.title")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        order={state.order}
        onOrder={(order) => change({ order, ...firstPage })}
        renderCard={(row) => (
          <Box sx={{ display: "grid", gap: 0.5 }}>
            <GroupName row={row} />
            <Typography variant="caption" color="textSecondary">
              {row.owner?.name ?? row.ownerId} · {t("group.people", { count: row.memberCount })}
            </Typography>
          </Box>
        )}
        empty={
          groupFilterOf(state) ? (
            <EmptyState
              icon={<NoMatchIcon />}
              title={t("common:noMatch.title")}
              action={<Button onClick={clear}>{t("common:clearFilters")}</Button>}
            >
              {t("common:noMatch.text")}
            </EmptyState>
          ) : (
            <EmptyState
              icon={<EmptyIcon />}
              title={t("group.empty.title")}
              action={
                <Button variant="contained" component={Link} to="/contacts/syncs">
                  {t("empty.action")}
                </Button>
              }
            >
              {t("group.empty.text")}
            </EmptyState>
          )
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
    </Page>
  );
}

function GroupName({ row }: { row: GroupRow }) {
  const { t } = useTranslation("contacts");
  return (
    <MuiLink
      component={Link}
      to={`/contacts/groups/${row.id}`}
      noWrap
      sx={{ fontWeight: 520, color: "text.primary" }}
    >
      {row.name || t("group.unnamed")}
    </MuiLink>
  );
}

function useGroupColumns(): readonly Column<GroupRow, "CREATED_AT" | "NAME" | "MEMBER_COUNT">[] {
  const { t } = useTranslation("contacts");
  const formats = useFormats();
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("group.name"),
        orderBy: "NAME",
        flex: 1.2,
        minWidth: 180,
        hideable: false,
        renderCell: ({ row }) => <GroupName row={row} />,
      },
      {
        field: "owner",
        headerName: t("group.owner"),
        flex: 0.8,
        minWidth: 120,
        valueGetter: (_, row) => row.owner?.name ?? row.ownerId,
      },
      {
        field: "ownerStatus",
        headerName: t("group.ownerStatus"),
        width: 140,
        valueGetter: (_, row) =>
          row.dismissedAt ? t("group.isDismissed") : t(`ownerStatus.${row.ownerStatus}`),
      },
      {
        field: "members",
        headerName: t("group.members"),
        orderBy: "MEMBER_COUNT",
        width: 100,
        align: "right",
        headerAlign: "right",
        valueGetter: (_, row) => formats.number(row.memberCount),
      },
      {
        field: "customers",
        headerName: t("group.customers"),
        width: 100,
        align: "right",
        headerAlign: "right",
        valueGetter: (_, row) => formats.number(row.customerCount),
      },
      {
        field: "created",
        headerName: t("group.created"),
        orderBy: "CREATED_AT",
        width: 150,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
    ],
    [formats, t],
  );
}
