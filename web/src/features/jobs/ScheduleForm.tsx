import { useMutation, useQuery } from "@apollo/client/react";
import { Box, Button, TextField, Typography } from "@mui/material";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Job_RowFragment } from "../../gql/graphql.ts";
import { useDescribeRefusal } from "../../i18n/useRefusalText.ts";
import { Panel } from "../../ui/Panel.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useDebounced } from "../../ui/useDebounced.ts";
import { useCan } from "../../viewer/ViewerContext.ts";

const momentsQuery = graphql(`
  query JobScheduleMoments($input: JobScheduleInput!) {
    jobScheduleMoments(input: $input)
  }
`);
const changeSchedule = graphql(`
  mutation ChangeJobSchedule($input: ChangeJobScheduleInput!) {
    changeJobSchedule(input: $input) {
      job {
        ...Job_row
      }
    }
  }
`);

/** When a job comes: what is typed is tried at once, and shows the next five times or why it is none. */
export function ScheduleForm({ job }: { job: Job_RowFragment }) {
  const { t } = useTranslation(["jobs", "common"]);
  const describe = useDescribeRefusal();
  const toaster = useToaster();
  const mayManage = useCan()("job:manage");
  const [cron, setCron] = useState(job.cron);
  const [timeZone, setTimeZone] = useState(job.timeZone);
  const tried = useDebounced(`${cron}\n${timeZone}`, 300).split("\n");
  const [triedCron = "", triedZone = ""] = tried;
  const { data, previousData, error } = useQuery(momentsQuery, {
    variables: { input: { cron: triedCron.trim() || "-", timeZone: triedZone.trim() || "-" } },
    fetchPolicy: "network-only",
    errorPolicy: "none",
  });
  const [change, { loading }] = useMutation(changeSchedule);
  const moments = error ? [] : ((data ?? previousData)?.jobScheduleMoments ?? []);
  const isShipped = job.cron === job.declaredCron && job.timeZone === job.declaredTimeZone;
  const isChanged = cron.trim() !== job.cron || timeZone.trim() !== job.timeZone;

  const save = (wanted: { cron: string | null; timeZone: string | null }) =>
    void change({ variables: { input: { name: job.name, ...wanted } } }).then(
      () => toaster.done(t("schedule.done")),
      (problem: unknown) => toaster.failed(problem),
    );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save({
      cron: cron.trim() === job.declaredCron ? null : cron.trim(),
      timeZone: timeZone.trim() === job.declaredTimeZone ? null : timeZone.trim(),
    });
  };
  return (
    <Panel title={t("schedule.title")} note={!isShipped && t("schedule.changed")}>
      <Box component="form" onSubmit={submit} sx={{ display: "grid", gap: 1.5 }}>
        <Box sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { sm: "1fr 1fr" } }}>
          <TextField
            label={t("schedule.cron")}
            value={cron}
            onChange={({ target }) => setCron(target.value)}
            disabled={!mayManage}
            error={error !== undefined}
            helperText={error ? describe(error).title : t("schedule.cronHelp")}
            slotProps={{
              htmlInput: { spellCheck: false, maxLength: 100, style: { fontFamily: "monospace" } },
            }}
          />
          <TextField
            label={t("schedule.zone")}
            value={timeZone}
            onChange={({ target }) => setTimeZone(target.value)}
            disabled={!mayManage}
            slotProps={{ htmlInput: { spellCheck: false, maxLength: 64 } }}
          />
        </Box>
        {moments.length > 0 && (
          <Box>
            <Typography variant="caption" color="textSecondary">
              {t("schedule.next")}
            </Typography>
            <Box component="ol" sx={{ m: 0, pl: 2.5, typography: "body2" }}>
              {moments.map((at) => (
                <li key={at}>
                  <Time at={at} />
                </li>
              ))}
            </Box>
          </Box>
        )}
        {!isShipped && (
          <Typography variant="caption" color="textSecondary">
            {t("schedule.declared", { cron: job.declaredCron, zone: job.declaredTimeZone })}
          </Typography>
        )}
        {mayManage && (
          <Box sx={{ display: "flex", gap: 1, justifyContent: "flex-end" }}>
            {!isShipped && (
              <Button color="inherit" onClick={() => save({ cron: null, timeZone: null })} disabled={loading}>
                {t("schedule.restore")}
              </Button>
            )}
            <Button type="submit" variant="outlined" disabled={!isChanged || loading || error !== undefined}>
              {t("common:save")}
            </Button>
          </Box>
        )}
      </Box>
    </Panel>
  );
}
