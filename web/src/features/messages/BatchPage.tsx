import GoneIcon from "@mui/icons-material/SearchOffRounded";
import { Box, Button, Link as MuiLink } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { RecordTrail } from "../../audit/RecordTrail.tsx";
import { seriousError } from "../../session/refusal.ts";
import { batchStatusLook, messageStatuses, messageStatusLook } from "../../status/messageStatus.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { ink } from "../../theme/tones.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { FilterBar } from "../../ui/FilterBar.tsx";
import { FilterMenu } from "../../ui/FilterMenu.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { firstPage, pagingState } from "../../ui/paging.ts";
import { Panel } from "../../ui/Panel.tsx";
import { ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time } from "../../ui/Time.tsx";
import { manyOf, oneOf, text } from "../../ui/urlState.ts";
import { useStable } from "../../ui/useStable.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { BatchBar } from "./BatchBar.tsx";
import { BatchDialogs } from "./BatchDialogs.tsx";
import { BatchExport } from "./BatchExport.tsx";
import { overOf } from "./batchQuery.ts";
import { FailureList } from "./FailureList.tsx";
import { RecordCard } from "./RecordCard.tsx";
import { RecordDrawer } from "./RecordDrawer.tsx";
import { useBatch } from "./useBatch.ts";
import { useRecordColumns } from "./useRecordColumns.tsx";
import { MessageStreamContext, useMessageStream } from "./useMessageStream.ts";

const viewState = {
  statuses: manyOf(messageStatuses),
  message: text,
  dialog: oneOf(["cancel", "retry"], null),
  ...pagingState,
};

/** One batch: how far it is, live, and what became of each of its messages. */
export function BatchPage() {
  const { t } = useTranslation(["messages", "status", "common"]);
  const { id = "" } = useParams();
  const can = useCan();
  const navigate = useNavigate();
  const [state, change] = useUrlState(viewState);
  const { batch, counts, items, missing, error, loading, refetch } = useBatch(
    id,
    state.statuses,
    state,
    can("user:read"),
  );
  const stream = useMessageStream({ batchId: id });
  const open = useStable((message: string) => change({ message }, "push"));
  const columns = useRecordColumns(open);
  const problem = seriousError(error);
  const mayAct = can("message:send");

  if (missing)
    return <GonePage title={t("batch.gone")} list={{ path: "/messages/batches", text: t("batch.list") }} />;
  if (!batch || !counts)
    return <LoadingPage title={t("batch.title")} problem={problem} onRetry={() => void refetch()} />;
  const over = overOf(counts);
  return (
    <MessageStreamContext value={stream}>
      <Page
        title={batch.name}
        personal
        heading={
          <Box component="span" sx={{ display: "flex", alignItems: "center", gap: 1, minWidth: 0 }}>
            <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
              {batch.name}
            </Box>
            <StatusLabel {...batchStatusLook[counts.status]}>
              {t(`status:messageBatch.${counts.status}`)}
            </StatusLabel>
          </Box>
        }
        actions={
          mayAct && (
            <>
              {counts.status === "RUNNING" && over < counts.total && (
                <Button
                  color="inherit"
                  variant="outlined"
                  onClick={() => change({ dialog: "cancel" }, "push")}
                >
                  {t("batch.cancel")}
                </Button>
              )}
              {counts.failed > 0 && (
                <Button variant="contained" onClick={() => change({ dialog: "retry" }, "push")}>
                  {t("batch.retry", { count: counts.failed })}
                </Button>
              )}
            </>
          )
        }
      >
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
          {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
          <Panel title={t("batch.progress")} note={t("batch.of", { over, total: counts.total })}>
            <BatchBar batch={counts} legend />
          </Panel>
          <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}>
            <Panel title={t("detail.facts")}>
              <Facts
                facts={[
                  [t("column.createdAt"), <Time key="created" at={batch.createdAt} />],
                  [t("detail.createdBy"), batch.createdBy?.displayName ?? "–"],
                  ...(batch.scheduledAt
                    ? [[t("column.scheduledAt"), <Time key="scheduled" at={batch.scheduledAt} />] as const]
                    : []),
                  [
                    counts.finishedAt ? t("batch.finishedAt") : t("plan.endAt"),
                    <Time key="end" at={counts.finishedAt ?? counts.predictedEndAt} />,
                  ],
                  ...(batch.templateId
                    ? [
                        [
                          t("detail.template"),
                          <MuiLink
                            key="template"
                            component={Link}
                            to={`/messages/templates/${batch.templateId}`}
                          >
                            {t("template.versionNo", { version: batch.templateVersion ?? 0 })}
                          </MuiLink>,
                        ] as const,
                      ]
                    : []),
                  ...(batch.retryOfId
                    ? [
                        [
                          t("detail.retryOf"),
                          <MuiLink key="retryOf" component={Link} to={`/messages/batches/${batch.retryOfId}`}>
                            {batch.retryOfId.slice(-8)}
                          </MuiLink>,
                        ] as const,
                      ]
                    : []),
                ]}
              />
            </Panel>
            <FailureList batchId={id} failed={counts.failed} />
          </Box>
          <div>
            <FilterBar
              onClear={state.statuses.length > 0 ? () => change({ statuses: [], ...firstPage }) : undefined}
              tools={<BatchExport id={id} name={batch.name} />}
            >
              <FilterMenu
                label={t("filter.statuses")}
                chosen={state.statuses}
                onChange={(statuses) => change({ statuses, ...firstPage })}
                options={messageStatuses.map((value) => {
                  const { icon: Icon, tone } = messageStatusLook[value];
                  return {
                    value,
                    label: t(`status:message.${value}`),
                    icon: <Icon sx={{ fontSize: 16, color: ink(tone) }} />,
                  };
                })}
              />
            </FilterBar>
            <Box sx={{ display: "flex", flexDirection: "column", height: { sm: 520 } }}>
              <ServerGrid
                name="messageBatch"
                label={t("batch.items")}
                columns={columns}
                rows={items?.nodes}
                loading={loading && !items}
                renderCard={(row) => <RecordCard row={row} onOpen={open} />}
                empty={<EmptyState icon={<GoneIcon />} title={t("common:noMatch.title")} />}
                footer={
                  <Pager
                    paging={state}
                    pageInfo={items?.pageInfo}
                    total={items?.totalCount}
                    onPage={(paging) => change(paging, "push")}
                  />
                }
              />
            </Box>
          </div>
          {can("audit:read") && (
            <RecordTrail title={t("detail.audit")} resourceType="message-batch" resourceId={id} />
          )}
        </Box>
        {state.message && (
          <RecordDrawer
            id={state.message}
            neighbours={(items?.nodes ?? []).map((row) => row.id)}
            onOpen={(message) => change({ message })}
            onClose={() => change({ message: "" })}
            onChanged={() => void refetch()}
          />
        )}
        <BatchDialogs
          id={id}
          dialog={state.dialog}
          onClose={() => change({ dialog: null })}
          onRetried={(next) => void navigate(`/messages/batches/${next}`)}
        />
      </Page>
    </MessageStreamContext>
  );
}
