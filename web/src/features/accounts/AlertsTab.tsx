import { useMutation, useQuery } from "@apollo/client/react";
import FineIcon from "@mui/icons-material/VerifiedOutlined";
import { Alert, Box, Button, Skeleton } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { AcknowledgeDialog } from "../../alerts/AcknowledgeDialog.tsx";
import { AlertCard } from "../../alerts/AlertCard.tsx";
import { graphql } from "../../gql/gql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useAlertEvents } from "../../live/AlertContext.tsx";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Pager } from "../../ui/Pager.tsx";
import { pageVariables, pagingState } from "../../ui/paging.ts";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";

const accountAlertsQuery = graphql(`
  query AccountAlerts($id: ID!, $first: Int, $after: String, $last: Int, $before: String) {
    account(id: $id) {
      id
      openAlertCount
      sendingPause {
        since
        kind
        alertId
      }
      alerts(first: $first, after: $after, last: $last, before: $before) {
        nodes {
          ...AlertRow_alert
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        totalCount
      }
    }
  }
`);

const resumeSending = graphql(`
  mutation ResumeSending($input: ResumeAccountSendingInput!) {
    resumeAccountSending(input: $input) {
      account {
        id
        sendingPause {
          since
        }
      }
    }
  }
`);

/** What went wrong with one account, the newest first. */
export function AlertsTab({ id }: { id: string }) {
  const { t } = useTranslation("alerts");
  const can = useCan();
  const formats = useFormats();
  const toaster = useToaster();
  const [paging, change] = useUrlState(pagingState);
  const [taken, setTaken] = useState<string | null>(null);
  const { data, previousData, error, refetch } = useQuery(accountAlertsQuery, {
    variables: { id, ...pageVariables(paging) },
    fetchPolicy: "cache-and-network",
  });
  useAlertEvents((events) => {
    if (events.some(({ alert }) => alert.accountId === id)) void refetch();
  });
  const [resume] = useMutation(resumeSending);
  const problem = seriousError(error);
  const account = (data ?? previousData)?.account;
  const pause = account?.sendingPause;

  if (!account)
    return problem === undefined ? (
      <Skeleton variant="rounded" height={240} aria-busy="true" />
    ) : (
      <ErrorNotice error={problem} onRetry={() => void refetch()} />
    );
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      {pause && (
        <Alert
          severity="warning"
          variant="outlined"
          action={
            can("message:send") && (
              <Button
                color="inherit"
                size="small"
                onClick={() =>
                  void resume({ variables: { input: { accountId: id } } }).then(
                    () => toaster.done(t("pause.done")),
                    (failure: unknown) => toaster.failed(failure),
                  )
                }
              >
                {t("pause.resume")}
              </Button>
            )
          }
        >
          <strong>{t("pause.title")}</strong>{" "}
          {t("pause.text", { kind: t(`kind.${pause.kind}`), time: formats.dateTime(pause.since) })}
        </Alert>
      )}
      <Panel
        flush
        title={t("title")}
        actions={
          <Button component={Link} to={`/alert-rules?account=${id}`} size="small">
            {t("rules.accountOpen")}
          </Button>
        }
      >
        {account.alerts.nodes.length === 0 ? (
          <EmptyState icon={<FineIcon />} title={t("empty.title")}>
            {t("emptyAccount")}
          </EmptyState>
        ) : (
          <Box component="ul" sx={{ m: 0, p: 0, listStyle: "none" }}>
            {account.alerts.nodes.map((alert) => (
              <Box key={alert.id} component="li" sx={{ px: 2, py: 1, borderTop: 1, borderColor: "divider" }}>
                <AlertCard
                  alert={alert}
                  withAccount={false}
                  onAcknowledge={can("alert:acknowledge") ? setTaken : undefined}
                />
              </Box>
            ))}
          </Box>
        )}
        <Pager
          paging={paging}
          pageInfo={account.alerts.pageInfo}
          total={account.alerts.totalCount}
          onPage={(next) => change(next, "push")}
        />
      </Panel>
      {taken !== null && <AcknowledgeDialog alertIds={[taken]} onClose={() => setTaken(null)} />}
    </Box>
  );
}
