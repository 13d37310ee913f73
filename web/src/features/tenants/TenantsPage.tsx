import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import TenantIcon from "@mui/icons-material/HubOutlined";
import { Box, Button, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pageVariables, pagingState } from "../../ui/paging.ts";
import { SearchField } from "../../ui/SearchField.tsx";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { oneOf, text } from "../../ui/urlState.ts";
import { useStable } from "../../ui/useStable.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { CreateTenantDialog } from "./CreateTenantDialog.tsx";
import { TenantMenu, TenantStanding, useTenantColumns } from "./tenantColumns.tsx";
import { TenantDialogs } from "./TenantDialogs.tsx";

const tenantsQuery = graphql(`
  query Tenants(
    $first: Int
    $after: String
    $last: Int
    $before: String
    $search: String
    $status: TenantStatus
  ) {
    tenants(first: $first, after: $after, last: $last, before: $before, search: $search, status: $status) {
      nodes {
        ...Tenant_tenant
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

const viewState = {
  search: text,
  status: oneOf(["ACTIVE", "SUSPENDED", "DELETED"], null),
  dialog: oneOf(["create", "suspend", "delete", "plan", "zone"], null),
  tenant: text,
  ...pagingState,
};

export function TenantsPage() {
  const { t } = useTranslation(["tenants", "status", "common"]);
  const [state, change] = useUrlState(viewState);
  const { search, status } = state;
  const { data, previousData, loading, error, refetch } = useQuery(tenantsQuery, {
    variables: { ...pageVariables(state), search: search || null, status },
    fetchPolicy: "cache-and-network",
  });
  const tenants = (data ?? previousData)?.tenants;
  const chosen = tenants?.nodes.find(({ id }) => id === state.tenant);
  const close = () => change({ dialog: null, tenant: "" });
  const open = useStable((dialog: "suspend" | "delete" | "plan" | "zone", tenant: string) =>
    change({ dialog, tenant }, "push"),
  );
  const columns = useTenantColumns(open);
  const filtered = Boolean(search || status);
  const addButton = (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("open")}
    </Button>
  );

  return (
    <Page fill title={t("title")} actions={addButton}>
      <FilterBar onClear={filtered ? () => change({ search: "", status: null, ...firstPage }) : undefined}>
        <SearchField
          label={t("filter.search")}
          value={search}
          onChange={(next) => change({ search: next, ...firstPage })}
        />
        <FilterMenu
          single
          label={t("filter.status")}
          chosen={status ? [status] : []}
          onChange={([next]) => change({ status: next ?? null, ...firstPage })}
          options={(["ACTIVE", "SUSPENDED", "DELETED"] as const).map((value) => ({
            value,
            label: t(`status:tenant.${value}`),
          }))}
        />
      </FilterBar>
      <ServerGrid
        name="tenants"
        label={t("title")}
        columns={columns}
        rows={tenants?.nodes}
        loading={loading}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        empty={
          filtered ? (
            <EmptyState icon={<NoMatchIcon />} title={t("common:noMatch.title")}>
              {t("common:noMatch.text")}
            </EmptyState>
          ) : (
            <EmptyState icon={<TenantIcon />} title={t("empty.title")} action={addButton}>
              {t("empty.text")}
            </EmptyState>
          )
        }
        renderCard={(tenant) => (
          <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
            <Box sx={{ flex: 1, minWidth: 0 }}>
              <Typography variant="h3" component="div">
                {tenant.name}
              </Typography>
              <Typography variant="caption" color="textSecondary" component="div">
                {tenant.slug} · {t(`status:plan.${tenant.plan}`)} · {t("column.users")} {tenant.userCount}
              </Typography>
              <TenantStanding tenant={tenant} />
            </Box>
            <TenantMenu tenant={tenant} onOpen={open} />
          </Box>
        )}
        footer={
          <Pager
            paging={state}
            pageInfo={tenants?.pageInfo}
            total={tenants?.totalCount}
            onPage={(paging) => change(paging, "push")}
          />
        }
      />
      {state.dialog === "create" && <CreateTenantDialog onClose={close} />}
      {state.dialog && state.dialog !== "create" && chosen && (
        <TenantDialogs dialog={state.dialog} tenant={chosen} onClose={close} />
      )}
    </Page>
  );
}
