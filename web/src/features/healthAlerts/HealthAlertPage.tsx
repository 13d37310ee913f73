import { useQuery } from "@apollo/client/react";
import { Box, Button, Link as MuiLink, Typography } from "@mui/material";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { AlertActDialog } from "../../healthAlerts/AlertActDialog.tsx";
import { HealthSeverityChip, HealthStateChip } from "../../healthAlerts/HealthAlertChips.tsx";
import { useHealthAlertEvents } from "../../healthAlerts/HealthAlertContext.tsx";
import { useReader } from "../../healthAlerts/useReader.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AlertFacts } from "./AlertFacts.tsx";
import { alertQuery } from "./alertQuery.ts";
import { AlertTimeline } from "./AlertTimeline.tsx";
import { AssignDialog } from "./AssignDialog.tsx";
import { CausePanel } from "./CausePanel.tsx";
import { NoteDialog } from "./NoteDialog.tsx";

const viewState = { dialog: oneOf(["acknowledge", "resolve", "assign", "note"], null) };
/** That it goes on changes little; each look is on record. */
const goesOnMs = 5_000;

/** One alert: what was found, what to do, and what was done. */
export function HealthAlertPage() {
  const { t } = useTranslation("healthAlerts");
  const { id = "" } = useParams();
  const can = useCan();
  const reader = useReader();
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const [{ dialog }, change] = useUrlState(viewState);
  const { data, previousData, error, refetch } = useQuery(alertQuery, {
    variables: { id, ...reader },
    fetchPolicy: "cache-and-network",
  });
  useEffect(() => () => clearTimeout(timer.current), []);
  useHealthAlertEvents((events) => {
    const own = events.filter(({ alertId }) => alertId === id);
    if (own.length === 0) return;
    const isNews = own.some((event) => event.change !== "REPEATED");
    if (isNews) clearTimeout(timer.current);
    else if (timer.current !== undefined) return;
    timer.current = setTimeout(
      () => {
        timer.current = undefined;
        void refetch().catch(() => undefined);
      },
      isNews ? 100 : goesOnMs,
    );
  });
  const problem = seriousError(error);
  const answer = data ?? (previousData?.healthAlert?.id === id ? previousData : undefined);
  const alert = answer?.healthAlert;
  const close = () => change({ dialog: null });
  const closeDone = () => {
    close();
    void refetch();
  };

  if (answer && !alert)
    return (
      <GonePage title={t("gone.title")} list={{ path: "/health/alerts", text: t("gone.list") }}>
        {t("gone.text")}
      </GonePage>
    );
  if (!alert) return <LoadingPage title={t("title")} problem={problem} onRetry={() => void refetch()} />;
  const mayAct = can("health-alert:handle");
  const isOpen = alert.state !== "RESOLVED";
  return (
    <Page
      personal
      title={`${alert.text.title} · ${alert.recordNumber}`}
      heading={
        <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1, flexWrap: "wrap" }}>
          {alert.text.title}
          <HealthSeverityChip severity={alert.severity} />
          <HealthStateChip state={alert.state} />
        </Box>
      }
      context={
        <MuiLink component={Link} to={`/health/patients/${alert.patientId}?tab=alerts`}>
          {[alert.patient?.name, alert.recordNumber].filter(Boolean).join(" · ")}
        </MuiLink>
      }
      actions={
        mayAct && (
          <>
            {alert.state === "ACTIVE" && (
              <Button variant="contained" onClick={() => change({ dialog: "acknowledge" }, "push")}>
                {t("acknowledge.action")}
              </Button>
            )}
            {isOpen && (
              <>
                <Button
                  variant="outlined"
                  color="inherit"
                  onClick={() => change({ dialog: "assign" }, "push")}
                >
                  {t("assign.action")}
                </Button>
                <Button
                  variant="outlined"
                  color="inherit"
                  onClick={() => change({ dialog: "resolve" }, "push")}
                >
                  {t("resolve.action")}
                </Button>
              </>
            )}
            <Button variant="outlined" color="inherit" onClick={() => change({ dialog: "note" }, "push")}>
              {t("note.action")}
            </Button>
          </>
        )
      }
    >
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      <Box sx={{ display: "grid", gap: 2 }}>
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}>
          <AlertFacts alert={alert} />
          <Panel title={t("detail.advice")}>
            <Box sx={{ display: "grid", gap: 1.5 }}>
              <Box sx={{ whiteSpace: "pre-line" }}>{alert.text.advice}</Box>
              <Typography variant="caption" color="textSecondary">
                {t("detail.noDiagnosis")}
              </Typography>
            </Box>
          </Panel>
        </Box>
        <CausePanel alert={alert} />
        <AlertTimeline alert={alert} />
      </Box>
      {mayAct && isOpen && (dialog === "acknowledge" || dialog === "resolve") && (
        <AlertActDialog act={dialog} alerts={[alert]} onClose={close} onDone={closeDone} />
      )}
      {mayAct && isOpen && dialog === "assign" && (
        <AssignDialog alert={alert} onClose={close} onDone={closeDone} />
      )}
      {mayAct && dialog === "note" && <NoteDialog alertId={id} onClose={close} onDone={closeDone} />}
    </Page>
  );
}
