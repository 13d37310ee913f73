import { useQuery } from "@apollo/client/react";
import EmptyIcon from "@mui/icons-material/ForumOutlined";
import NewIcon from "@mui/icons-material/ArrowUpwardRounded";
import NoMatchIcon from "@mui/icons-material/FilterAltOffOutlined";
import { Box, Button } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
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
import { ComposeButtons } from "./ComposeButtons.tsx";
import { MessageSections } from "./MessageSections.tsx";
import { RecordBar } from "./RecordBar.tsx";
import { RecordCard } from "./RecordCard.tsx";
import { RecordDrawer } from "./RecordDrawer.tsx";
import { RecordExport } from "./RecordExport.tsx";
import { RecordFilters } from "./RecordFilters.tsx";
import { filterOf, noFilter, recordsQuery, recordsState, recordsVariables } from "./recordsQuery.ts";
import { useRecordColumns } from "./useRecordColumns.tsx";
import { MessageStreamContext, useMessageStream } from "./useMessageStream.ts";

const gridName = "messages";

/** All messages one may see, newest first, as they change. */
export function RecordsPage() {
  const { t } = useTranslation(["messages", "common"]);
  const can = useCan();
  const formats = useFormats();
  const [state, change] = useUrlState(recordsState);
  const [fresh, setFresh] = useState(0);
  const { data, previousData, loading, error, refetch } = useQuery(recordsQuery, {
    variables: recordsVariables(state),
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.messages;
  const filter = filterOf(state);

  // What is accepted meanwhile is told, and not pushed in under the pointer. A batch is one event of another stream.
  const stream = useMessageStream(
    { accountIds: state.accounts, ...(state.batch ? { batchId: state.batch } : {}) },
    (changes) => {
      const accepted = changes.filter(({ status }) => status === "QUEUED" || status === "PENDING").length;
      if (accepted > 0 && !state.after && !state.before) setFresh((known) => known + accepted);
    },
  );
  const reload = () => {
    setFresh(0);
    void refetch();
  };
  const open = useStable((message: string) => change({ message }, "push"));
  const columns = useRecordColumns(open);
  const mayAct = can("message:send");

  return (
    <MessageStreamContext value={stream}>
      <Page title={t("records.title")} heading={t("title")} fill personal actions={<ComposeButtons />}>
        <MessageSections section="records" />
        <RecordFilters
          state={state}
          change={change}
          tools={
            <Box sx={{ display: "flex", alignItems: "center", gap: 0.25 }}>
              {fresh > 0 && (
                <Button startIcon={<NewIcon />} onClick={reload}>
                  {t("records.fresh", { count: fresh, formatted: formats.number(fresh) })}
                </Button>
              )}
              <RecordExport state={state} />
              <TableTools name={gridName} columns={columns} />
            </Box>
          }
        />
        {mayAct && state.sel.length > 0 && (
          <RecordBar
            rows={list?.nodes ?? []}
            selected={state.sel}
            onClear={() => change({ sel: [] })}
            onDone={reload}
          />
        )}
        <ServerGrid
          name={gridName}
          label={t("records.title")}
          columns={columns}
          rows={list?.nodes}
          loading={loading}
          error={seriousError(error)}
          onRetry={reload}
          {...(mayAct ? { selection: state.sel, onSelection: (sel) => change({ sel }) } : {})}
          renderCard={(row) => <RecordCard row={row} onOpen={open} />}
          empty={
            filter ? (
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
              <EmptyState icon={<EmptyIcon />} title={t("records.emptyTitle")} action={<ComposeButtons />}>
                {t("records.emptyText")}
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
        {state.message && (
          <RecordDrawer
            id={state.message}
            neighbours={(list?.nodes ?? []).map(({ id }) => id)}
            onOpen={(message) => change({ message })}
            onClose={() => change({ message: "" })}
            onChanged={reload}
          />
        )}
      </Page>
    </MessageStreamContext>
  );
}
