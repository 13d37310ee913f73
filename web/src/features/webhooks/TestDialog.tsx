import { useMutation, useQuery } from "@apollo/client/react";
import { Box, MenuItem, TextField, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { Webhook_EndpointFragment } from "../../gql/graphql.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { eventTypesQuery } from "./webhookFragments.ts";

const sendTest = graphql(`
  mutation SendTestWebhook($input: SendTestWebhookInput!) {
    sendTestWebhook(input: $input) {
      delivery {
        ...Webhook_delivery
      }
    }
  }
`);

/** Sends an example of one of the endpoint's events; what came of it appears in the log below. */
export function TestDialog({
  endpoint,
  onClose,
}: {
  endpoint: Webhook_EndpointFragment;
  onClose: () => void;
}) {
  const { t } = useTranslation("webhooks");
  const toaster = useToaster();
  const [eventType, setEventType] = useState(endpoint.eventTypes[0] ?? "");
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { data } = useQuery(eventTypesQuery);
  const [send] = useMutation(sendTest, { refetchQueries: ["WebhookDeliveries"] });
  const types = data?.webhookEventTypes ?? [];
  const example = types.find(({ type }) => type === eventType)?.example;
  return (
    <ConfirmDialog
      title={t("test.title")}
      confirmText={t("test.action")}
      onClose={onClose}
      onConfirm={async () => {
        await send({
          variables: {
            input: { endpointId: endpoint.id, eventType, idempotencyKey: `${idempotencyKey} ${eventType}` },
          },
        });
        toaster.done(t("test.done"));
      }}
    >
      <Typography variant="body1" sx={{ mb: 2 }}>
        {t("test.text")}
      </Typography>
      <TextField
        select
        fullWidth
        label={t("filter.eventType")}
        value={types.length > 0 ? eventType : ""}
        onChange={(event) => setEventType(event.target.value)}
      >
        {types.map(({ type }) => (
          <MenuItem key={type} value={type}>
            {type}
          </MenuItem>
        ))}
      </TextField>
      {example !== undefined && (
        <Box
          component="pre"
          tabIndex={0}
          role="region"
          aria-label={t("detail.body")}
          sx={{
            // Takes no part in how wide the dialog is.
            width: 0,
            minWidth: "100%",
            fontSize: "0.75rem",
            overflow: "auto",
            maxHeight: 220,
            p: 1,
            bgcolor: "action.hover",
            borderRadius: 1,
          }}
        >
          {JSON.stringify(example, null, 2)}
        </Box>
      )}
    </ConfirmDialog>
  );
}
