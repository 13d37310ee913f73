import { useApolloClient, useMutation, useQuery } from "@apollo/client/react";
import EmptyIcon from "@mui/icons-material/SyncRounded";
import { Box, Button, Paper, Skeleton } from "@mui/material";
import { useEffect, useEffectEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { follow } from "../../live/follow.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { oneOf } from "../../ui/urlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ContactTabs } from "./ContactTabs.tsx";
import { StartSyncDialog } from "./StartSyncDialog.tsx";
import { SyncRunCard } from "./SyncRunCard.tsx";
import { cancelContactSync, contactSyncProgress, type SyncRun, syncRunsQuery } from "./syncQuery.ts";

const viewState = { dialog: oneOf(["start"], null), ...pagingState };

/** What was read from WeCom, when, with what result; and what is being read right now. */
export function SyncPage() {
  const { t } = useTranslation(["contacts", "common"]);
  const can = useCan();
  const toaster = useToaster();
  const [state, change] = useUrlState(viewState);
  const { data, previousData, error, refetch } = useQuery(syncRunsQuery, {
    variables: pageVariables(state),
    fetchPolicy: "cache-and-network",
  });
  const list = (data ?? previousData)?.contactSyncRuns;
  const live = useLiveRuns(list?.nodes, () => void refetch());
  const [cancel] = useMutation(cancelContactSync);
  const problem = seriousError(error);
  const maySync = can("contact:sync");
  const start = maySync && can("corp:read") && (
    <Button variant="contained" startIcon={<EmptyIcon />} onClick={() => change({ dialog: "start" }, "push")}>
      {t("sync.start")}
    </Button>
  );
  const onCancel = (runId: string) =>
    cancel({ variables: { input: { runId } } }).then(
      () => toaster.done(t("sync.cancelled")),
      (thrown: unknown) => toaster.failed(thrown),
    );

  return (
    <Page title={t("sync.title")} context={t("sync.context")} actions={start}>
      <ContactTabs value="syncs" />
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      {!list && problem === undefined && <Skeleton variant="rounded" height={240} />}
      {list?.nodes.length === 0 && (
        <Paper variant="outlined">
          <EmptyState icon={<EmptyIcon />} title={t("sync.empty.title")} action={start}>
            {t("sync.empty.text")}
          </EmptyState>
        </Paper>
      )}
      <Box
        component="ul"
        aria-label={t("sync.title")}
        sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1.5 }}
      >
        {list?.nodes.map((run) => (
          <SyncRunCard
            key={run.id}
            run={live.get(run.id) ?? run}
            onCancel={maySync ? () => void onCancel(run.id) : undefined}
          />
        ))}
      </Box>
      {list && list.nodes.length > 0 && (
        <Pager
          paging={state}
          pageInfo={list.pageInfo}
          total={list.totalCount}
          onPage={(paging) => change(paging, "push")}
        />
      )}
      {state.dialog === "start" && maySync && (
        <StartSyncDialog
          onClose={() => change({ dialog: null })}
          onStarted={() => {
            change({ dialog: null });
            void refetch();
          }}
        />
      )}
    </Page>
  );
}

/** Runs as the stream tells of them; one that the list does not have yet has it read again. */
function useLiveRuns(rows: readonly SyncRun[] | undefined, onNew: () => void): ReadonlyMap<string, SyncRun> {
  const client = useApolloClient();
  const [live, setLive] = useState<ReadonlyMap<string, SyncRun>>(new Map());
  const told = useEffectEvent((run: SyncRun) => {
    if (rows && !rows.some(({ id }) => id === run.id)) onNew();
    setLive((known) => new Map(known).set(run.id, run));
  });
  useEffect(
    () => follow(client, contactSyncProgress, {}, ({ contactSyncProgress: run }) => told(run)),
    [client],
  );
  return live;
}
