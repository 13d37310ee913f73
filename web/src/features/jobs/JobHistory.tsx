import { useQuery } from "@apollo/client/react";
import { Box, Button, LinearProgress, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Job_RunFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { RunStatusLabel } from "./RunStatusLabel.tsx";
import { useJobStream } from "./useJobStream.ts";

const runsQuery = graphql(`
  query JobRuns($jobName: String!, $first: Int!) {
    jobRuns(jobName: $jobName, first: $first) {
      nodes {
        ...Job_run
      }
      pageInfo {
        hasNextPage
      }
    }
  }
`);

const step = 10;
const shownMax = 200;

/** What came of a job's runs, the newest first, as it happens. */
export function JobHistory({ name }: { name: string }) {
  const { t } = useTranslation("jobs");
  const [first, setFirst] = useState(step);
  const { data, previousData, error, refetch } = useQuery(runsQuery, {
    variables: { jobName: name, first },
    fetchPolicy: "cache-and-network",
  });
  useJobStream(() => void refetch());
  const runs = (data ?? previousData)?.jobRuns;
  const problem = seriousError(error);
  return (
    <Panel title={t("history.title")}>
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      {runs?.nodes.length === 0 && <Typography color="textSecondary">{t("history.empty")}</Typography>}
      <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 1.5 }}>
        {runs?.nodes.map((run) => (
          <RunEntry key={run.id} run={run} />
        ))}
      </Box>
      {runs?.pageInfo.hasNextPage && first < shownMax && (
        <Button sx={{ mt: 1 }} onClick={() => setFirst(Math.min(shownMax, first + step * 2))}>
          {t("history.more")}
        </Button>
      )}
    </Panel>
  );
}

function RunEntry({ run }: { run: Job_RunFragment }) {
  const { t } = useTranslation("jobs");
  const formats = useFormats();
  const { durationMs, attempts, requestedBy, total, done } = run;
  const said = [
    durationMs === null ? null : durationMs < 1_000 ? `${durationMs} ms` : formats.duration(durationMs),
    attempts > 1 ? t("attempt", { count: attempts }) : null,
    requestedBy ? t("by", { name: requestedBy.displayName }) : null,
  ].filter((part) => part !== null);
  return (
    <Box component="li" sx={{ display: "grid", gap: 0.25 }}>
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, flexWrap: "wrap" }}>
        <RunStatusLabel status={run.status} />
        <Typography variant="body2" component="span">
          <Time at={run.createdAt} />
        </Typography>
        <Typography variant="caption" color="textSecondary">
          {said.join(" · ")}
        </Typography>
      </Box>
      {run.status === "RUNNING" && total !== null && total > 0 && (
        <LinearProgress
          variant="determinate"
          value={Math.min(100, (done / total) * 100)}
          aria-label={t("progress", { done, total })}
        />
      )}
      {run.summary && <Typography variant="body2">{run.summary}</Typography>}
      {run.errorCode && (
        <Typography variant="body2" color="textSecondary">
          <code>{`${run.errorCode} · ${run.errorReason ?? ""}`}</code>
          {run.retryAt && (
            <>
              {" · "}
              {t("retryAt")} <Time at={run.retryAt} />
            </>
          )}
        </Typography>
      )}
    </Box>
  );
}
