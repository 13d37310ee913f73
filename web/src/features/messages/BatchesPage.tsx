import { useQuery } from "@apollo/client/react";
import EmptyIcon from "@mui/icons-material/PlaylistAddRounded";
import { Box, Link as MuiLink, Typography } from "@mui/material";
import { useEffect, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { batchStatusLook } from "../../status/messageStatus.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { BatchBar } from "./BatchBar.tsx";
import { batchesQuery, type BatchRow } from "./batchQuery.ts";
import { ComposeButtons } from "./ComposeButtons.tsx";
import { MessageSections } from "./MessageSections.tsx";

/** While any of them runs, so often they are looked at; one that is open is followed live. */
const pollMs = 3_000;

export function BatchesPage() {
  const { t } = useTranslation(["messages", "status"]);
  const can = useCan();
  const [state, change] = useUrlState(pagingState);
  const { data, previousData, loading, error, refetch, startPolling, stopPolling } = useQuery(batchesQuery, {
    variables: { ...pageVariables(state), people: can("user:read") },
    fetchPolicy: "cache-and-network",
    skipPollAttempt: () => document.hidden,
  });
  const list = (data ?? previousData)?.messageBatches;
  const running = list?.nodes.some(({ status }) => status === "RUNNING") ?? false;
  useEffect(() => {
    if (!running) return;
    startPolling(pollMs);
    return stopPolling;
  }, [running, startPolling, stopPolling]);
  const columns = useBatchColumns();

  return (
    <Page title={t("batch.list")} heading={t("title")} fill actions={<ComposeButtons />}>
      <MessageSections section="batches" />
      <ServerGrid
        name="messageBatches"
        label={t("batch.list")}
        columns={columns}
        rows={list?.nodes}
        loading={loading && !list}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        renderCard={(row) => <BatchCard row={row} />}
        empty={
          <EmptyState icon={<EmptyIcon />} title={t("batch.emptyTitle")} action={<ComposeButtons />}>
            {t("batch.emptyText")}
          </EmptyState>
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

function useBatchColumns(): readonly Column<BatchRow>[] {
  const { t } = useTranslation(["messages", "status"]);
  const formats = useFormats();
  return useMemo(
    () => [
      {
        field: "name",
        headerName: t("batch.name"),
        flex: 1.4,
        minWidth: 180,
        hideable: false,
        renderCell: ({ row }) => (
          <MuiLink
            component={Link}
            to={`/messages/batches/${row.id}`}
            noWrap
            sx={{ fontWeight: 520, color: "text.primary" }}
          >
            {row.name}
          </MuiLink>
        ),
      },
      {
        field: "status",
        headerName: t("column.status"),
        width: 126,
        renderCell: ({ row }) => (
          <StatusLabel {...batchStatusLook[row.status]}>{t(`status:messageBatch.${row.status}`)}</StatusLabel>
        ),
      },
      {
        field: "progress",
        headerName: t("batch.progress"),
        flex: 1,
        minWidth: 140,
        renderCell: ({ row }) => <BatchBar batch={row} />,
      },
      figure("total", t("batch.count.total"), (row) => formats.number(row.total)),
      figure("sent", t("batch.count.sent"), (row) => formats.number(row.sent)),
      figure("failed", t("batch.count.failed"), (row) => formats.number(row.failed)),
      {
        field: "createdAt",
        headerName: t("column.createdAt"),
        width: 158,
        renderCell: ({ row }) => <Time at={row.createdAt} />,
      },
      {
        field: "createdBy",
        headerName: t("detail.createdBy"),
        width: 120,
        valueGetter: (_, row) => row.createdBy?.displayName ?? "",
      },
      {
        field: "end",
        headerName: t("batch.end"),
        width: 158,
        renderCell: ({ row }) => <Time at={row.finishedAt ?? row.predictedEndAt} />,
      },
    ],
    [t, formats],
  );
}

function figure(field: string, headerName: string, read: (row: BatchRow) => string): Column<BatchRow> {
  return {
    field,
    headerName,
    width: 88,
    align: "right",
    headerAlign: "right",
    valueGetter: (_, row) => read(row),
  };
}

function BatchCard({ row }: { row: BatchRow }) {
  const { t } = useTranslation(["messages", "status"]);
  const formats = useFormats();
  return (
    <Box
      component={Link}
      to={`/messages/batches/${row.id}`}
      sx={{ color: "inherit", textDecoration: "none", display: "grid", gap: 0.75 }}
    >
      <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
        <Typography noWrap sx={{ flex: 1, fontWeight: 560 }}>
          {row.name}
        </Typography>
        <StatusLabel {...batchStatusLook[row.status]}>{t(`status:messageBatch.${row.status}`)}</StatusLabel>
      </Box>
      <BatchBar batch={row} />
      <Typography variant="caption" color="textSecondary">
        {t("batch.sum", {
          sent: formats.number(row.sent),
          total: formats.number(row.total),
          failed: formats.number(row.failed),
        })}{" "}
        · <TimeAgo at={row.createdAt} />
      </Typography>
    </Box>
  );
}
