import { Alert, Box, Button, LinearProgress, Paper, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { StatusLabel } from "../../status/StatusLabel.tsx";
import { Lasting, Time } from "../../ui/Time.tsx";
import { syncLook } from "./contactLook.ts";
import { progressOf, type SyncRun } from "./syncQuery.ts";

/** One run: what it reads, how far it is, what it found, and what is in its way. */
export function SyncRunCard({ run, onCancel }: { run: SyncRun; onCancel: (() => void) | undefined }) {
  const { t, i18n } = useTranslation(["contacts", "common"]);
  const formats = useFormats();
  const isChinese = i18n.language === "zh-CN";
  const isRunning = run.status === "RUNNING";
  const progress = progressOf(run);
  const { problem } = run;
  const figures = [
    ["contactsNew", run.contactsNew],
    ["contactsChanged", run.contactsChanged],
    ["contactsRemoved", run.contactsRemoved],
    ["groupsNew", run.groupsNew],
    ["groupsChanged", run.groupsChanged],
    ["groupsRemoved", run.groupsRemoved],
  ] as const;

  return (
    <Paper
      component="li"
      variant="outlined"
      data-sync-run={run.id}
      data-sync-status={run.status}
      sx={{ p: 2 }}
    >
      <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1 }}>
        <StatusLabel {...syncLook[run.status]}>{t(`sync.status.${run.status}`)}</StatusLabel>
        <Typography variant="h3" component="h2">
          {run.corp?.name ?? run.corpId}
        </Typography>
        <Typography variant="body2" color="textSecondary">
          {t(`sync.kind.${run.kind}`)} · {t(`sync.cause.${run.cause}`)}
        </Typography>
        <Box sx={{ flex: 1 }} />
        <Typography variant="body2" color="textSecondary">
          <Time at={run.createdAt} />
          {run.startedAt && " · "}
          {run.startedAt &&
            (run.finishedAt ? (
              formats.duration(new Date(run.finishedAt).getTime() - new Date(run.startedAt).getTime())
            ) : (
              <Lasting since={run.startedAt} pace="second" />
            ))}
        </Typography>
        {isRunning && onCancel && (
          <Button color="inherit" variant="outlined" onClick={onCancel}>
            {t("common:cancel")}
          </Button>
        )}
      </Box>
      {isRunning && (
        <Box sx={{ mt: 1.5 }}>
          <LinearProgress
            aria-label={t(`sync.phase.${run.phase}`)}
            {...(progress === null ? {} : { variant: "determinate" as const, value: progress })}
          />
          <Typography variant="body2" color="textSecondary" sx={{ mt: 0.5 }}>
            {t(`sync.phase.${run.phase}`)}
            {run.phase === "CONTACTS" &&
              ` · ${formats.number(run.membersDone)} / ${formats.number(run.membersTotal)}`}
            {run.phase === "GROUPS" &&
              ` · ${formats.number(run.groupsDone)} / ${formats.number(run.groupsTotal)}`}
          </Typography>
        </Box>
      )}
      {problem && (
        <Alert severity={run.status === "FAILED" ? "error" : "warning"} variant="outlined" sx={{ mt: 1.5 }}>
          {(isChinese ? problem.meaningZh : problem.meaning) ?? problem.code}{" "}
          {isChinese ? problem.actionZh : problem.action}{" "}
          {run.waitingUntil && t("sync.goesOn", { time: formats.exact(run.waitingUntil) })}{" "}
          <code>{problem.code}</code>
        </Alert>
      )}
      <Box
        component="dl"
        sx={{ m: 0, mt: 1.5, display: "flex", flexWrap: "wrap", columnGap: 3, rowGap: 0.75 }}
      >
        <Figure name={t("sync.read")} value={formats.number(run.contactsRead)} />
        {figures.map(([name, value]) => (
          <Figure key={name} name={t(`sync.${name}`)} value={formats.number(value)} />
        ))}
        {run.failed > 0 && <Figure name={t("sync.failed")} value={formats.number(run.failed)} />}
      </Box>
      {run.failures.length > 0 && (
        <Box component="details" sx={{ mt: 1, fontSize: "0.8125rem" }}>
          <summary>{t("sync.failures")}</summary>
          <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
            {run.failures.map(({ kind, id, problem: why }) => (
              <li key={`${kind} ${id}`}>
                <code>{id || kind}</code>: {(isChinese ? why.meaningZh : why.meaning) ?? why.code}
              </li>
            ))}
          </Box>
        </Box>
      )}
    </Paper>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <Box>
      <Typography component="dt" variant="caption" color="textSecondary">
        {name}
      </Typography>
      <Typography component="dd" variant="body1" sx={{ m: 0, fontVariantNumeric: "tabular-nums" }}>
        {value}
      </Typography>
    </Box>
  );
}
