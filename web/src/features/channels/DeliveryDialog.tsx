import { useMutation, useQuery } from "@apollo/client/react";
import RetryIcon from "@mui/icons-material/ReplayRounded";
import { Box, Button, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { NotificationDeliveryDetailQuery } from "../../gql/graphql.ts";
import { DetailDialog } from "../../ui/DetailDialog.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Time } from "../../ui/Time.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { DeliveryStatusLabel } from "./ChannelLabels.tsx";
import { outcomeOf } from "./deliveryColumns.tsx";

const deliveryQuery = graphql(`
  query NotificationDeliveryDetail($id: ID!) {
    notificationDelivery(id: $id) {
      ...Channel_delivery
      text
      reference
      attempts {
        number
        at
        failure
        answer
        latencyMs
      }
    }
  }
`);

const retryDelivery = graphql(`
  mutation RetryNotificationDelivery($input: RetryNotificationDeliveryInput!) {
    retryNotificationDelivery(input: $input) {
      delivery {
        ...Channel_delivery
      }
    }
  }
`);

type Detail = NonNullable<NotificationDeliveryDetailQuery["notificationDelivery"]>;

/** One delivery: the words that are sent, and what came of each attempt. */
export function DeliveryDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("channels");
  const toaster = useToaster();
  const mayManage = useCan()("channel:manage");
  const { data, error, refetch } = useQuery(deliveryQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
    pollInterval: 3_000,
  });
  const [retry, { loading }] = useMutation(retryDelivery);
  const delivery = data?.notificationDelivery;
  const isOver = delivery && ["FAILED", "UNKNOWN", "SKIPPED"].includes(delivery.status);
  const again = () =>
    void retry({ variables: { input: { deliveryId: id } } }).then(
      () => toaster.done(t("retry.done")),
      (problem: unknown) => toaster.failed(problem),
    );
  return (
    <DetailDialog
      title={delivery?.title ?? t("detail.title")}
      maxWidth="sm"
      error={error}
      onRetry={() => void refetch()}
      isLoading={!data}
      gone={data?.notificationDelivery === null ? t("detail.gone") : null}
      onClose={onClose}
      actions={
        mayManage &&
        isOver && (
          <Button startIcon={<RetryIcon />} disabled={loading} onClick={again}>
            {t("retry.action")}
          </Button>
        )
      }
    >
      {delivery && <DeliveryDetail delivery={delivery} />}
    </DetailDialog>
  );
}

function DeliveryDetail({ delivery }: { delivery: Detail }) {
  const { t } = useTranslation("channels");
  return (
    <>
      <Facts
        facts={[
          [t("column.status"), <DeliveryStatusLabel key="status" status={delivery.status} />],
          [t("channel"), `${delivery.channelName} · ${t(`kind.${delivery.channelKind}`)}`],
          ...(delivery.recipient ? [[t("column.recipient"), delivery.recipient.displayName] as const] : []),
          [t("column.outcome"), outcomeOf(delivery, t)],
          [t("column.at"), <Time key="at" at={delivery.createdAt} />],
          ...(delivery.nextAttemptAt
            ? [[t("detail.next"), <Time key="next" at={delivery.nextAttemptAt} />] as const]
            : []),
          ...(delivery.reference ? [[t("detail.reference"), delivery.reference] as const] : []),
        ]}
      />
      <Typography
        sx={{
          whiteSpace: "pre-line",
          overflowWrap: "anywhere",
          p: 1.5,
          bgcolor: "action.hover",
          borderRadius: 1,
        }}
      >
        {delivery.text}
      </Typography>
      <Typography variant="h3" component="h3">
        {t("column.attempts")} ({delivery.attemptCount})
      </Typography>
      {delivery.attempts.length === 0 && (
        <Typography color="textSecondary">{t("detail.noAttempt")}</Typography>
      )}
      {delivery.attempts.map(({ number, at, failure, answer, latencyMs }) => (
        <Box
          key={`${number} ${at}`}
          sx={{ border: 1, borderColor: "divider", borderRadius: 1, p: 1.5, minWidth: 0 }}
        >
          <Typography variant="body2">
            {t("detail.attempt", { number })} · <Time at={at} /> ·{" "}
            {failure ? t(`failure.${failure}`) : t("delivery.SENT")}
            {latencyMs === null ? "" : ` · ${latencyMs} ms`}
          </Typography>
          {answer && (
            <Box
              component="code"
              sx={{ display: "block", mt: 0.5, fontSize: "0.75rem", overflowWrap: "anywhere" }}
            >
              {answer}
            </Box>
          )}
        </Box>
      ))}
    </>
  );
}
