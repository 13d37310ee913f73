import { useMutation } from "@apollo/client/react";
import TestIcon from "@mui/icons-material/NetworkCheckRounded";
import { Alert, Box, Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useReasonText } from "../../status/reasonText.ts";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { TimeAgo } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { testConnectionMutation } from "./accountOperations.ts";
import type { Application, ApplicationAccount } from "./applicationQuery.ts";
import { ProbeProblem } from "./ProbeProblem.tsx";

interface ProbePanelProps {
  account: ApplicationAccount;
  application: Application;
  onChanged: () => void;
}

/** Whether WeCom lets the application in, when that was last seen, and a way to see it now. */
export function ProbePanel({ account, application, onChanged }: ProbePanelProps) {
  const { t } = useTranslation(["accounts", "common"]);
  const can = useCan();
  const toaster = useToaster();
  const reasonText = useReasonText();
  const [test, { loading }] = useMutation(testConnectionMutation);
  const { lastProbe, callbackVerifiedAt, lastCallbackAt, secretPending } = application;

  const run = () => {
    test({ variables: { input: { accountId: account.id } } }).then(
      ({ data }) => {
        if (data?.testAccountConnection.probe.ok) toaster.done(t("app.tested"));
        else toaster.failed(new Error(t("app.testedBad")));
        onChanged();
      },
      (error: unknown) => toaster.failed(error),
    );
  };

  return (
    <Panel
      title={t("app.testTitle")}
      actions={
        can("account:login") && (
          <Button size="small" startIcon={<TestIcon />} onClick={run} disabled={loading}>
            {t("app.test")}
          </Button>
        )
      }
    >
      <Box sx={{ display: "grid", gap: 1.5 }}>
        {lastProbe && !lastProbe.ok && <ProbeProblem probe={lastProbe} />}
        {secretPending && <Alert severity="info">{t("app.secretPending")}</Alert>}
        <Facts
          facts={[
            [
              t("app.lastProbe"),
              lastProbe ? (
                <span key="probe">
                  {lastProbe.ok ? t("app.probeOk") : reasonText(lastProbe.reason)} ·{" "}
                  <TimeAgo at={lastProbe.at} pace="second" />
                </span>
              ) : (
                t("app.neverProbed")
              ),
            ],
            [t("app.appName"), account.wecomName ?? t("fact.notYet")],
            [t("app.agentId"), <code key="agent">{application.agentId}</code>],
            [
              t("app.callbackSaved"),
              callbackVerifiedAt ? <TimeAgo key="saved" at={callbackVerifiedAt} /> : t("app.notSaved"),
            ],
            [
              t("app.lastCallback"),
              lastCallbackAt ? <TimeAgo key="heard" at={lastCallbackAt} /> : t("common:never"),
            ],
          ]}
        />
      </Box>
    </Panel>
  );
}
