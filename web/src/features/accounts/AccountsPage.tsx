import { useQuery } from "@apollo/client/react";
import AddIcon from "@mui/icons-material/AddRounded";
import EmptyIcon from "@mui/icons-material/SmartphoneOutlined";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import { Box, Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { useStable } from "../../ui/useStable.ts";
import { TableTools } from "../../ui/TableTools.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AccountCard } from "./AccountCard.tsx";
import { AccountDialogStack } from "./AccountDialogStack.tsx";
import { AccountFilters } from "./AccountFilters.tsx";
import { accountsQuery, filterOf, listState, listVariables, noFilter } from "./accountListQuery.ts";
import { BulkBar } from "./BulkBar.tsx";
import { ExportButton } from "./ExportButton.tsx";
import { useAccountActions } from "./useAccountActions.ts";
import { useAccountColumns } from "./useAccountColumns.tsx";

const gridName = "accounts";

export function AccountsPage() {
  const { t } = useTranslation(["accounts", "common"]);
  const can = useCan();
  const navigate = useNavigate();
  const [state, change] = useUrlState(listState);
  const { data, previousData, loading, error, refetch } = useQuery(accountsQuery, {
    variables: listVariables(state, can("user:read")),
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.accounts;

  const act = useAccountActions({
    login: (login) => change({ login }, "push"),
    logout: (account) => change({ dialog: "logout", account }, "push"),
    remove: (account) => change({ dialog: "delete", account }, "push"),
    edit: (account) => void navigate(`/accounts/${account}?tab=settings`),
  });
  const columns = useAccountColumns(useStable(act));
  const mayCreate = can("account:create");
  const mayBulk = can("account:login") || can("account:recover");
  const createButton = mayCreate && (
    <Button variant="contained" startIcon={<AddIcon />} onClick={() => change({ dialog: "create" }, "push")}>
      {t("create.open")}
    </Button>
  );

  return (
    <Page title={t("title")} fill actions={createButton}>
      <AccountFilters
        state={state}
        change={change}
        tools={
          <Box sx={{ display: "flex", alignItems: "center", gap: 0.25 }}>
            <ExportButton state={state} />
            <TableTools name={gridName} columns={columns} />
          </Box>
        }
      />
      {mayBulk && state.sel.length > 0 && (
        <BulkBar state={state} change={change} total={list?.totalCount ?? null} />
      )}
      <ServerGrid
        name={gridName}
        label={t("title")}
        columns={columns}
        rows={list?.nodes}
        loading={loading}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        order={state.order}
        onOrder={(order) => change({ order, ...firstPage })}
        {...(mayBulk ? { selection: state.sel, onSelection: (sel) => change({ sel, all: false }) } : {})}
        renderCard={(row) => <AccountCard row={row} onAction={act} />}
        empty={
          filterOf(state) ? (
            <EmptyState
              icon={<NoMatchIcon />}
              title={t("common:noMatch.title")}
              action={
                <Button onClick={() => change({ ...noFilter, ...firstPage })}>
                  {t("common:clearFilters")}
                </Button>
              }
            >
              {t("common:noMatch.text")}
            </EmptyState>
          ) : (
            <EmptyState icon={<EmptyIcon />} title={t("empty.title")} action={createButton}>
              {t("empty.text")}
            </EmptyState>
          )
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change({ ...paging, sel: [], all: false }, "push")}
          />
        }
      />
      <AccountDialogStack state={state} change={change} />
    </Page>
  );
}
