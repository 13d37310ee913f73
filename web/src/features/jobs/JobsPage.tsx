import { useQuery } from "@apollo/client/react";
import JobsIcon from "@mui/icons-material/EventRepeatOutlined";
import { Box, ButtonBase, Typography } from "@mui/material";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Job_RowFragment } from "../../gql/graphql.ts";
import type { Formats } from "../../i18n/formats.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { Page } from "../../ui/Page.tsx";
import { type Column, ServerGrid } from "../../ui/ServerGrid.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { JobDrawer } from "./JobDrawer.tsx";
import { RunStatusLabel } from "./RunStatusLabel.tsx";
import { useJobStream } from "./useJobStream.ts";
import { useJobTitle } from "./useJobTitle.ts";

const jobsQuery = graphql(`
  query ScheduledJobs {
    scheduledJobs {
      ...Job_row
    }
  }
`);

const viewState = { job: text };

type Row = Job_RowFragment & { id: string };

export function JobsPage() {
  const { t } = useTranslation("jobs");
  const [{ job }, change] = useUrlState(viewState);
  const { data, previousData, loading, error, refetch } = useQuery(jobsQuery, {
    fetchPolicy: "cache-and-network",
  });
  useJobStream(() => void refetch());
  const jobs = (data ?? previousData)?.scheduledJobs;
  const rows = useMemo(() => jobs?.map((each) => ({ ...each, id: each.name })), [jobs]);
  const open = (name: string) => change({ job: name }, "push");
  const columns = useJobColumns(open);
  return (
    <Page fill title={t("title")} context={t("context")}>
      <ServerGrid<Row>
        name="jobs"
        label={t("title")}
        columns={columns}
        rows={rows}
        loading={loading && !jobs}
        error={seriousError(error)}
        onRetry={() => void refetch()}
        empty={
          <EmptyState icon={<JobsIcon />} title={t("empty.title")}>
            {t("empty.text")}
          </EmptyState>
        }
        renderCard={(row) => <JobCard job={row} onOpen={open} />}
      />
      {job !== "" && (
        <JobDrawer
          name={job}
          job={jobs?.find(({ name }) => name === job)}
          isLoading={!jobs}
          problem={jobs ? undefined : seriousError(error)}
          onRetry={() => void refetch()}
          onClose={() => change({ job: "" })}
        />
      )}
    </Page>
  );
}

function useJobColumns(open: (name: string) => void): readonly Column<Row>[] {
  const { t } = useTranslation("jobs");
  const formats = useFormats();
  return [
    {
      field: "name",
      headerName: t("column.job"),
      flex: 2,
      minWidth: 220,
      hideable: false,
      renderCell: ({ row }) => <JobName job={row} onOpen={open} />,
    },
    {
      field: "status",
      headerName: t("column.result"),
      width: 130,
      renderCell: ({ row }) => (row.lastRun ? <RunStatusLabel status={row.lastRun.status} /> : t("never")),
    },
    {
      field: "last",
      headerName: t("column.last"),
      width: 130,
      renderCell: ({ row }) => (row.lastRun ? <TimeAgo at={row.lastRun.createdAt} /> : "–"),
    },
    {
      field: "duration",
      headerName: t("column.duration"),
      width: 100,
      align: "right",
      headerAlign: "right",
      renderCell: ({ row }) => tookOf(row, formats),
    },
    {
      field: "next",
      headerName: t("column.next"),
      width: 170,
      renderCell: ({ row }) => <NextRun job={row} />,
    },
    {
      field: "cron",
      headerName: t("column.schedule"),
      flex: 1,
      minWidth: 140,
      renderCell: ({ row }) => <code>{row.cron}</code>,
    },
  ];
}

/** What is over in less than a second is told to the millisecond: most runs are. */
function tookOf({ lastRun }: Job_RowFragment, formats: Formats): string {
  const ms = lastRun?.durationMs;
  if (ms == null) return "–";
  return ms < 1_000 ? `${ms} ms` : formats.duration(ms);
}

function NextRun({ job }: { job: Job_RowFragment }) {
  const { t } = useTranslation("jobs");
  if (job.pausedAt) return <span>{t("paused")}</span>;
  return job.nextRunAt ? <Time at={job.nextRunAt} /> : <span>–</span>;
}

function JobName({ job, onOpen }: { job: Row; onOpen: (name: string) => void }) {
  const titleOf = useJobTitle();
  return (
    <ButtonBase
      onClick={() => onOpen(job.name)}
      sx={{
        color: "primary.main",
        borderRadius: 0.5,
        minWidth: 0,
        "&:hover": { textDecoration: "underline" },
      }}
    >
      <Typography variant="body2" component="span" noWrap>
        {titleOf(job)}
      </Typography>
    </ButtonBase>
  );
}

function JobCard({ job, onOpen }: { job: Row; onOpen: (name: string) => void }) {
  const { t } = useTranslation("jobs");
  return (
    <Box sx={{ minWidth: 0, display: "grid", gap: 0.5, justifyItems: "start" }}>
      <JobName job={job} onOpen={onOpen} />
      <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
        {job.lastRun && <RunStatusLabel status={job.lastRun.status} />}
        <Typography variant="caption" color="textSecondary">
          {t("column.next")} <NextRun job={job} />
        </Typography>
      </Box>
    </Box>
  );
}
