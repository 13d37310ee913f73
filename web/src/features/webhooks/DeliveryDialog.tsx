import { useMutation, useQuery } from "@apollo/client/react";
import ReplayIcon from "@mui/icons-material/ReplayRounded";
import { Box, Button, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { WebhookDeliveryDetailQuery } from "../../gql/graphql.ts";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { DetailDialog } from "../../ui/DetailDialog.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { latency } from "./deliveryColumns.tsx";
import { DeliveryStatusLabel } from "./EndpointStanding.tsx";

const deliveryQuery = graphql(`
  query WebhookDeliveryDetail($id: ID!) {
    webhookDelivery(id: $id) {
      ...Webhook_delivery
      body
      attempts {
        number
        at
        failure
        statusCode
        latencyMs
        responseExcerpt
        requestHeaders {
          name
          value
        }
      }
    }
  }
`);

const replayOne = graphql(`
  mutation ReplayWebhookDelivery($input: ReplayWebhookDeliveryInput!) {
    replayWebhookDelivery(input: $input) {
      delivery {
        ...Webhook_delivery
      }
    }
  }
`);

type Detail = NonNullable<WebhookDeliveryDetailQuery["webhookDelivery"]>;

/** One delivery: what is sent, and what came of each attempt. */
export function DeliveryDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  const toaster = useToaster();
  const mayManage = useCan()("webhook:manage");
  const { data, error, refetch } = useQuery(deliveryQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
  });
  const [replay, { loading }] = useMutation(replayOne);
  const delivery = data?.webhookDelivery;
  const again = () =>
    void replay({ variables: { input: { deliveryId: id } } }).then(
      () => toaster.done(t("replayOne.done")),
      (problem: unknown) => toaster.failed(problem),
    );
  return (
    <DetailDialog
      title={delivery?.eventType ?? t("detail.title")}
      maxWidth="md"
      error={error}
      onRetry={() => void refetch()}
      isLoading={!data}
      gone={data?.webhookDelivery === null ? t("detail.gone") : null}
      onClose={onClose}
      actions={
        mayManage &&
        delivery && (
          <Button
            startIcon={<ReplayIcon />}
            disabled={loading || delivery.status === "SENDING"}
            onClick={again}
          >
            {t("replayOne.action")}
          </Button>
        )
      }
    >
      {delivery && <DeliveryDetail delivery={delivery} />}
    </DetailDialog>
  );
}

function DeliveryDetail({ delivery }: { delivery: Detail }) {
  const { t } = useTranslation("webhooks");
  return (
    <>
      <Facts
        facts={[
          [t("column.status"), <DeliveryStatusLabel key="status" status={delivery.status} />],
          [
            t("detail.eventId"),
            <Box key="id" component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 0.5 }}>
              <code>{delivery.eventId}</code>
              <CopyButton text={delivery.eventId} label={t("detail.copyId")} />
            </Box>,
          ],
          [t("column.at"), <Time key="at" at={delivery.createdAt} />],
          ...(delivery.nextAttemptAt
            ? [[t("column.next"), <Time key="next" at={delivery.nextAttemptAt} />] as const]
            : []),
        ]}
      />
      <Block title={t("detail.body")} text={pretty(delivery.body)} />
      <Typography variant="h3" component="h3">
        {t("column.attempts")} ({delivery.attemptCount})
      </Typography>
      {delivery.attempts.length === 0 && (
        <Typography color="textSecondary">{t("detail.noAttempt")}</Typography>
      )}
      {delivery.attempts.map((attempt) => (
        <AttemptEntry key={attempt.number} attempt={attempt} />
      ))}
    </>
  );
}

function AttemptEntry({ attempt }: { attempt: Detail["attempts"][number] }) {
  const { t } = useTranslation("webhooks");
  const { number, at, failure, statusCode, latencyMs, responseExcerpt, requestHeaders } = attempt;
  const outcome = [
    statusCode,
    failure ? t(`failure.${failure}`) : t("delivery.SUCCEEDED"),
    latency(latencyMs),
  ];
  return (
    <Box
      sx={{
        border: 1,
        borderColor: "divider",
        borderRadius: 1,
        p: 1.5,
        display: "grid",
        gap: 1,
        minWidth: 0,
      }}
    >
      <Typography variant="body2">
        {t("detail.attempt", { number })} · <Time at={at} /> ·{" "}
        {outcome.filter((part) => part !== null).join(" · ")}
      </Typography>
      {responseExcerpt && <Block title={t("detail.response")} text={responseExcerpt} />}
      {requestHeaders.length > 0 && (
        <Block
          title={t("detail.headers")}
          text={requestHeaders.map(({ name, value }) => `${name}: ${value}`).join("\n")}
        />
      )}
    </Box>
  );
}

function Block({ title, text }: { title: string; text: string }) {
  return (
    <Box sx={{ minWidth: 0 }}>
      <Typography variant="caption" color="textSecondary" component="div">
        {title}
      </Typography>
      <Box
        component="pre"
        tabIndex={0}
        role="region"
        aria-label={title}
        sx={{
          m: 0,
          p: 1,
          fontSize: "0.75rem",
          overflow: "auto",
          maxHeight: 240,
          bgcolor: "action.hover",
          borderRadius: 1,
        }}
      >
        {text}
      </Box>
    </Box>
  );
}

/** Easier to read; what is sent is the text without the spaces. */
function pretty(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body; // shown as it is
  }
}
