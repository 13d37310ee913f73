import { useQuery } from "@apollo/client/react";
import EmptyIcon from "@mui/icons-material/ContactsOutlined";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import TagIcon from "@mui/icons-material/SellOutlined";
import { Box, Button, Link as MuiLink, Paper, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage } from "../../ui/paging.ts";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { TableTools } from "../../ui/TableTools.tsx";
import { useStable } from "../../ui/useStable.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ContactName, ContactStatusLabel, followerNames, TagChips } from "./contactCells.tsx";
import { ContactDrawer } from "./ContactDrawer.tsx";
import { ContactFilters } from "./ContactFilters.tsx";
import { contactsQuery, filterOf, listState, listVariables, noFilter } from "./contactsQuery.ts";
import { ContactTabs } from "./ContactTabs.tsx";
import { ExportContacts } from "./ExportContacts.tsx";
import { TagDialog } from "./TagDialog.tsx";
import { useContactChanges } from "./useContactStream.ts";
import { useContactColumns } from "./useContactColumns.tsx";

const gridName = "contacts";

export function ContactsPage() {
  const { t } = useTranslation(["contacts", "common"]);
  const can = useCan();
  const [state, change] = useUrlState(listState);
  const { data, previousData, loading, error, refetch } = useQuery(contactsQuery, {
    variables: listVariables(state),
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.contacts;
  useContactChanges(null, () => void refetch());
  const open = useStable((contact: string) => change({ contact }, "push"));
  const columns = useContactColumns(open);
  const mayManage = can("contact:manage");
  const closeTags = () => change({ dialog: null, sel: [] });

  return (
    <Page title={t("title")} fill personal>
      <ContactTabs value="contacts" />
      <ContactFilters
        state={state}
        change={change}
        tools={
          <Box sx={{ display: "flex", alignItems: "center", gap: 0.25 }}>
            <ExportContacts state={state} />
            <TableTools name={gridName} columns={columns} />
          </Box>
        }
      />
      {mayManage && state.sel.length > 0 && (
        <Paper
          variant="outlined"
          role="toolbar"
          aria-label={t("bulk.toolbar")}
          sx={{ display: "flex", alignItems: "center", gap: 1, px: 1.5, py: 0.75, mb: 1.5 }}
        >
          <Typography variant="body2" sx={{ fontWeight: 560, flex: 1 }}>
            {t("common:selectedCount", { count: state.sel.length })}
          </Typography>
          <Button
            variant="outlined"
            startIcon={<TagIcon />}
            onClick={() => change({ dialog: "tags" }, "push")}
          >
            {t("tags.edit")}
          </Button>
          <Button color="inherit" onClick={() => change({ sel: [] })}>
            {t("common:clear")}
          </Button>
        </Paper>
      )}
      <ServerGrid
        name={gridName}
        label={t("title")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        order={state.order}
        onOrder={(order) => change({ order, ...firstPage })}
        {...(mayManage ? { selection: state.sel, onSelection: (sel) => change({ sel }) } : {})}
        renderCard={(row) => (
          <MuiLink
            component="button"
            onClick={() => open(row.id)}
            sx={{ display: "grid", gap: 0.75, width: "100%", color: "text.primary", textAlign: "left" }}
          >
            <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
              <Box sx={{ flex: 1, minWidth: 0 }}>
                <ContactName contact={row} />
              </Box>
              <ContactStatusLabel status={row.status} />
            </Box>
            <Typography variant="caption" color="textSecondary" noWrap>
              {followerNames(row)}
            </Typography>
            {row.tags.length > 0 && <TagChips tags={row.tags} />}
          </MuiLink>
        )}
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
            <EmptyState
              icon={<EmptyIcon />}
              title={t("empty.title")}
              action={
                <Button variant="contained" component={Link} to="/contacts/syncs">
                  {t("empty.action")}
                </Button>
              }
            >
              {t("empty.text")}
            </EmptyState>
          )
        }
        footer={
          <Pager
            paging={state}
            pageInfo={list?.pageInfo}
            total={list?.totalCount}
            onPage={(paging) => change({ ...paging, sel: [] }, "push")}
          />
        }
      />
      {state.contact && <ContactDrawer id={state.contact} onClose={() => change({ contact: "" })} />}
      {state.dialog === "tags" && mayManage && state.sel.length > 0 && (
        <TagDialog
          contacts={state.sel.map((id) => ({ id, name: nameIn(list?.nodes, id) }))}
          onClose={closeTags}
        />
      )}
    </Page>
  );
}

function nameIn(rows: readonly { id: string; name: string }[] | undefined, id: string): string {
  return rows?.find((row) => row.id === id)?.name ?? "";
}
