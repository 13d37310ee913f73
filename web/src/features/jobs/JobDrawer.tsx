import { Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { Job_RowFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { DetailDrawer } from "../../ui/DetailDrawer.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { JobActions } from "./JobActions.tsx";
import { JobHistory } from "./JobHistory.tsx";
import { RunStatusLabel } from "./RunStatusLabel.tsx";
import { ScheduleForm } from "./ScheduleForm.tsx";
import { useJobTitle } from "./useJobTitle.ts";

interface JobDrawerProps {
  name: string;
  job: Job_RowFragment | undefined;
  isLoading: boolean;
  problem: unknown;
  onRetry: () => void;
  onClose: () => void;
}

/** One job: what it is, when it comes, what can be done with it, and what came of its runs. */
export function JobDrawer({ name, job, isLoading, problem, onRetry, onClose }: JobDrawerProps) {
  const { t } = useTranslation("jobs");
  const titleOf = useJobTitle();
  return (
    <DetailDrawer
      title={job ? titleOf(job) : name}
      status={job?.lastRun && <RunStatusLabel status={job.lastRun.status} />}
      problem={problem}
      onRetry={onRetry}
      isLoading={isLoading}
      gone={!isLoading && !job && t("gone")}
      actions={job && <JobActions job={job} />}
      onClose={onClose}
    >
      {job && <JobFacts job={job} />}
      {job && <ScheduleForm key={`${job.cron} ${job.timeZone}`} job={job} />}
      {job && <JobHistory key={job.name} name={job.name} />}
    </DetailDrawer>
  );
}

function JobFacts({ job }: { job: Job_RowFragment }) {
  const { t } = useTranslation("jobs");
  const formats = useFormats();
  return (
    <Panel>
      <Facts
        facts={[
          [
            t("facts.name"),
            <Typography key="name" component="code" variant="body2" sx={{ fontFamily: "monospace" }}>
              {job.name}
            </Typography>,
          ],
          [t("facts.host"), job.host],
          [t("facts.misfire"), t(`misfire.${job.misfire}`)],
          [t("facts.limit"), formats.duration(job.maxRunMs)],
          ...(job.pausedAt ? [[t("facts.since"), <Time key="paused" at={job.pausedAt} />] as const] : []),
        ]}
      />
    </Panel>
  );
}
