import { useMutation } from "@apollo/client/react";
import RunIcon from "@mui/icons-material/PlayArrowRounded";
import { Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Job_RowFragment } from "../../gql/graphql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { isUnfinished } from "./jobLooks.ts";
import { useJobTitle } from "./useJobTitle.ts";

const runJob = graphql(`
  mutation RunJob($input: RunJobInput!) {
    runJob(input: $input) {
      run {
        id
        status
      }
    }
  }
`);
const pauseJob = graphql(`
  mutation PauseJob($input: JobInput!) {
    pauseJob(input: $input) {
      job {
        ...Job_row
      }
    }
  }
`);
const resumeJob = graphql(`
  mutation ResumeJob($input: JobInput!) {
    resumeJob(input: $input) {
      job {
        ...Job_row
      }
    }
  }
`);
const cancelRun = graphql(`
  mutation CancelJobRun($input: JobRunInput!) {
    cancelJobRun(input: $input) {
      run {
        ...Job_run
      }
    }
  }
`);

/** For those who may; the others see the job without. */
export function JobActions({ job }: { job: Job_RowFragment }) {
  const { t } = useTranslation("jobs");
  const toaster = useToaster();
  const titleOf = useJobTitle();
  const [run, running] = useMutation(runJob, { refetchQueries: ["ScheduledJobs"] });
  const [pause] = useMutation(pauseJob);
  const [resume] = useMutation(resumeJob);
  const [cancel] = useMutation(cancelRun);
  if (!useCan()("job:manage")) return null;

  const name = titleOf(job);
  const input = { name: job.name };
  const say = (work: Promise<unknown>, done: string) =>
    void work.then(
      () => toaster.done(done),
      (error: unknown) => toaster.failed(error),
    );
  const { lastRun } = job;
  const isBusy = lastRun !== null && isUnfinished(lastRun.status);
  return (
    <>
      {isBusy && (
        <Button
          color="inherit"
          onClick={() => say(cancel({ variables: { input: { runId: lastRun.id } } }), t("cancel.done"))}
        >
          {t("cancel.action")}
        </Button>
      )}
      {job.pausedAt ? (
        <Button
          variant="outlined"
          onClick={() => say(resume({ variables: { input } }), t("resume.done", { name }))}
        >
          {t("resume.action")}
        </Button>
      ) : (
        <Button
          variant="outlined"
          onClick={() => say(pause({ variables: { input } }), t("pause.done", { name }))}
        >
          {t("pause.action")}
        </Button>
      )}
      <Button
        variant="contained"
        startIcon={<RunIcon />}
        disabled={isBusy || running.loading}
        onClick={() =>
          say(
            run({ variables: { input: { ...input, idempotencyKey: crypto.randomUUID() } } }),
            t("run.done", { name }),
          )
        }
      >
        {t("run.action")}
      </Button>
    </>
  );
}
