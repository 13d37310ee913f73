import { useQuery } from "@apollo/client/react";
import { Alert, Box, Chip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useParams } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { Webhook_EndpointFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { Facts } from "../../ui/Facts.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { DeliveryLog } from "./DeliveryLog.tsx";
import { EndpointActions } from "./EndpointActions.tsx";
import { EndpointStandingLabel, SuccessRate } from "./EndpointStanding.tsx";
import { WebhookSecretDialog } from "./WebhookSecretDialog.tsx";

const endpointQuery = graphql(`
  query WebhookEndpoint($id: ID!) {
    webhookEndpoint(id: $id) {
      ...Webhook_endpoint
    }
  }
`);

export function EndpointPage() {
  const { t } = useTranslation("webhooks");
  const { id = "" } = useParams();
  const [secret, setSecret] = useState<string | null>(null);
  const { data, error, refetch } = useQuery(endpointQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
    pollInterval: 15_000,
  });
  const endpoint = data?.webhookEndpoint;
  const serious = seriousError(error);

  if (data && !endpoint) return <Gone />;
  if (!endpoint)
    return <LoadingPage title={t("endpoint")} problem={serious} onRetry={() => void refetch()} />;
  return (
    <Page
      title={endpoint.description || t("endpoint")}
      context={
        <Box component="code" sx={{ overflowWrap: "anywhere" }}>
          {endpoint.url}
        </Box>
      }
      actions={<EndpointActions endpoint={endpoint} onSecret={setSecret} />}
    >
      <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
        <Trouble endpoint={endpoint} />
        <Panel title={t("settings")}>
          <Settings endpoint={endpoint} />
        </Panel>
        <DeliveryLog endpointId={endpoint.id} onChanged={() => void refetch()} />
      </Box>
      {secret !== null && <WebhookSecretDialog secret={secret} onClose={() => setSecret(null)} />}
    </Page>
  );
}

/** What keeps events from arriving, and what to do. */
function Trouble({ endpoint }: { endpoint: Webhook_EndpointFragment }) {
  const { t } = useTranslation("webhooks");
  const formats = useFormats();
  const { status, disabledReason, disabledAt, failingSince, pausedUntil } = endpoint;
  if (status === "DISABLED" && disabledReason && disabledAt)
    return (
      <Alert severity={disabledReason === "BY_USER" ? "info" : "error"}>
        {t(`disabledReason.${disabledReason}`)} · {formats.dateTime(disabledAt)}. {t("disabledAdvice")}
      </Alert>
    );
  if (failingSince)
    return (
      <Alert severity="warning">
        {t("failingSince", { time: formats.dateTime(failingSince) })}
        {pausedUntil && ` ${t("pausedUntil", { time: formats.dateTime(pausedUntil) })}`}
      </Alert>
    );
  return null;
}

function Settings({ endpoint }: { endpoint: Webhook_EndpointFragment }) {
  const { t } = useTranslation("webhooks");
  const { maxPerSecond, maxConcurrent, accountIds, headers, lastSucceededAt, previousSecretUntil } = endpoint;
  return (
    <Facts
      facts={[
        [t("column.status"), <EndpointStandingLabel key="status" endpoint={endpoint} />],
        [t("column.rate"), <SuccessRate key="rate" health={endpoint.health} />],
        [t("lastSucceeded"), lastSucceededAt ? <TimeAgo key="success" at={lastSucceededAt} /> : "–"],
        [
          t("field.eventTypes"),
          <Box key="events" sx={{ display: "flex", flexWrap: "wrap", gap: 0.5 }}>
            {endpoint.eventTypes.map((type) => (
              <Chip key={type} size="small" variant="outlined" label={type} />
            ))}
          </Box>,
        ],
        [
          t("field.accounts"),
          accountIds.length === 0 ? t("allAccounts") : t("someAccounts", { count: accountIds.length }),
        ],
        [t("field.headers"), headers.map(({ name }) => name).join(", ") || "–"],
        [t("limits"), t("limitsText", { perSecond: maxPerSecond, concurrent: maxConcurrent })],
        ...(previousSecretUntil
          ? [[t("previousSecretUntil"), <Time key="overlap" at={previousSecretUntil} />] as const]
          : []),
        [t("created"), <Time key="created" at={endpoint.createdAt} />],
      ]}
    />
  );
}

function Gone() {
  const { t } = useTranslation("webhooks");
  return (
    <GonePage title={t("gone.title")} list={{ path: "/webhooks", text: t("gone.list") }}>
      {t("gone.text")}
    </GonePage>
  );
}
