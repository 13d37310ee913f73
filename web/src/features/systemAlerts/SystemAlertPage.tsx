import { useQuery } from "@apollo/client/react";
import GoneIcon from "@mui/icons-material/SearchOffRounded";
import { Alert, Box, Button, Skeleton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import {
  ConditionLabels,
  SeverityLabel,
  StateLabel,
  useSuppressionText,
} from "../../alerting/AlertLabels.tsx";
import { useAlertNews } from "../../alerting/useAlertNews.ts";
import { useOwnLanguage } from "../../alerting/useMeasured.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { ActDialog } from "./ActDialog.tsx";
import { MetricPanel } from "./MetricPanel.tsx";
import { SystemAlertFacts } from "./SystemAlertFacts.tsx";
import { systemAlertQuery } from "./systemAlertQuery.ts";
import { SystemAlertTimeline } from "./SystemAlertTimeline.tsx";

const viewState = { dialog: oneOf(["acknowledge", "resolve"], null) };

/** One alert: what is wrong, how it went, who was told, and why nobody was. */
export function SystemAlertPage() {
  const { t } = useTranslation("alerting");
  const { id = "" } = useParams();
  const can = useCan();
  const own = useOwnLanguage();
  const whyUntold = useSuppressionText();
  const [{ dialog }, change] = useUrlState(viewState);
  const { data, previousData, error, refetch } = useQuery(systemAlertQuery, {
    variables: { id, people: can("user:read") },
    fetchPolicy: "cache-and-network",
  });
  useAlertNews(() => void refetch());
  const answer = data ?? (previousData?.systemAlert?.id === id ? previousData : undefined);
  const alert = answer?.systemAlert;
  const problem = seriousError(error);

  if (answer && !alert)
    return (
      <Page title={t("detail.gone")} heading={null}>
        <EmptyState
          icon={<GoneIcon />}
          title={t("detail.gone")}
          action={
            <Button component={Link} to="/monitoring/alerts" variant="contained">
              {t("board.title")}
            </Button>
          }
        >
          {t("detail.goneText")}
        </EmptyState>
      </Page>
    );
  if (!alert)
    return (
      <Page title={t("board.title")} heading={<Skeleton width={240} />}>
        {problem === undefined ? (
          <Skeleton variant="rounded" height={320} aria-busy="true" />
        ) : (
          <ErrorNotice error={problem} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  const mayAct = can("system-alert:acknowledge") && alert.state !== "RESOLVED" && alert.source === "RULE";
  const why = whyUntold(alert);
  return (
    <Page
      title={own(alert.title)}
      heading={
        <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1, flexWrap: "wrap" }}>
          {own(alert.title)}
          <SeverityLabel severity={alert.severity} />
          <StateLabel state={alert.state} />
          <ConditionLabels alert={alert} />
        </Box>
      }
      context={own(alert.summary)}
      actions={
        <>
          {can("silence:manage") && alert.state !== "RESOLVED" && (
            <Button
              component={Link}
              variant="outlined"
              color="inherit"
              to={`/monitoring/silences?dialog=create&alert=${encodeURIComponent(alert.name)}`}
            >
              {t("silence.action")}
            </Button>
          )}
          {mayAct && (
            <Button variant="outlined" color="inherit" onClick={() => change({ dialog: "resolve" }, "push")}>
              {t("resolve.action")}
            </Button>
          )}
          {mayAct && alert.state === "FIRING" && (
            <Button variant="contained" onClick={() => change({ dialog: "acknowledge" }, "push")}>
              {t("acknowledge.action")}
            </Button>
          )}
        </>
      }
    >
      {problem !== undefined && <ErrorNotice error={problem} onRetry={() => void refetch()} />}
      <Box sx={{ display: "grid", gap: 2 }}>
        {why !== null && <Alert severity="info">{why}</Alert>}
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "1fr 1fr" } }}>
          <SystemAlertFacts alert={alert} />
          {alert.metric !== null && can("metric:read") && <MetricPanel alert={alert} />}
        </Box>
        <SystemAlertTimeline alert={alert} />
      </Box>
      {mayAct && dialog !== null && (
        <ActDialog act={dialog} alertId={id} onClose={() => change({ dialog: null })} />
      )}
    </Page>
  );
}
