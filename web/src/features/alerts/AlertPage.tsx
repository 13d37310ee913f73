import { useQuery } from "@apollo/client/react";
import { Box, Button, Link as MuiLink } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { AcknowledgeDialog } from "../../alerts/AcknowledgeDialog.tsx";
import { useAlertEvents } from "../../live/AlertContext.tsx";
import { seriousError } from "../../session/refusal.ts";
import { AccountStatusChip } from "../../status/AccountStatusChip.tsx";
import { AlertSeverityChip, AlertStateChip } from "../../status/AlertChips.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AlertFactsPanel } from "./AlertFactsPanel.tsx";
import { alertQuery } from "./alertQuery.ts";
import { AlertTimeline } from "./AlertTimeline.tsx";
import { AlertValuesPanel } from "./AlertValuesPanel.tsx";
import { AdvicePanel } from "./AdvicePanel.tsx";
import { ResolveDialog } from "./ResolveDialog.tsx";

const viewState = { dialog: oneOf(["acknowledge", "resolve"], null) };

/** One alert: what happened, what to do, and how it went. */
export function AlertPage() {
  const { t, i18n } = useTranslation("alerts");
  const { id = "" } = useParams();
  const can = useCan();
  const [{ dialog }, change] = useUrlState(viewState);
  const { data, previousData, error, refetch } = useQuery(alertQuery, {
    variables: { id, language: i18n.language === "zh-CN" ? "ZH_CN" : "EN", people: can("user:read") },
    fetchPolicy: "cache-and-network",
    pollInterval: 30_000,
    skipPollAttempt: () => document.hidden,
  });
  useAlertEvents((events) => {
    if (events.some(({ alert }) => alert.id === id)) void refetch();
  });
  const problem = seriousError(error);
  const answer = data ?? (previousData?.accountAlert?.id === id ? previousData : undefined);
  const alert = answer?.accountAlert;
  const close = () => change({ dialog: null });

  if (answer && !alert)
    return (
      <GonePage title={t("gone.title")} list={{ path: "/alerts", text: t("back") }}>
        {t("gone.text")}
      </GonePage>
    );
  if (!alert) return <LoadingPage title={t("title")} problem={problem} onRetry={() => void refetch()} />;
  const kind = t(`kind.${alert.kind}`);
  const mayAct = can("alert:acknowledge") && alert.state !== "RESOLVED";
  return (
    <Page
      title={`${kind} · ${alert.accountName}`}
      heading={
        <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1, flexWrap: "wrap" }}>
          {kind}
          <AlertSeverityChip severity={alert.severity} />
          <AlertStateChip state={alert.state} clearing={alert.clearingSince !== null} />
        </Box>
      }
      context={
        <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1 }}>
          {alert.account ? (
            <MuiLink component={Link} to={`/accounts/${alert.accountId}`}>
              {alert.account.name}
            </MuiLink>
          ) : (
            alert.accountName
          )}
          {alert.account && <AccountStatusChip status={alert.account.status} />}
        </Box>
      }
      actions={
        mayAct && (
          <>
            {alert.state === "OPEN" && (
              <Button variant="contained" onClick={() => change({ dialog: "acknowledge" }, "push")}>
                {t("acknowledge.action")}
              </Button>
            )}
            <Button variant="outlined" color="inherit" onClick={() => change({ dialog: "resolve" }, "push")}>
              {t("resolve.action")}
            </Button>
          </>
        )
      }
    >
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      <Box sx={{ display: "grid", gap: 2 }}>
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}>
          <AlertFactsPanel alert={alert} />
          <AdvicePanel alert={alert} />
        </Box>
        {alert.values.length > 1 && <AlertValuesPanel alert={alert} />}
        <AlertTimeline alert={alert} />
      </Box>
      {dialog === "acknowledge" && mayAct && <AcknowledgeDialog alertIds={[id]} onClose={close} />}
      {dialog === "resolve" && mayAct && <ResolveDialog alertId={id} onClose={close} />}
    </Page>
  );
}
