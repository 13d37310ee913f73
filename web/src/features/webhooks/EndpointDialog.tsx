import { useMutation } from "@apollo/client/react";
import { Box } from "@mui/material";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { Webhook_EndpointFragment } from "../../gql/graphql.ts";
import { refusalOf } from "../../session/refusal.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { AccountPicker } from "./AccountPicker.tsx";
import { type EndpointValues, endpointRules, inputOf } from "./endpointRules.ts";
import { EventTypePicker } from "./EventTypePicker.tsx";

const createEndpoint = graphql(`
  mutation CreateWebhookEndpoint($input: CreateWebhookEndpointInput!) {
    createWebhookEndpoint(input: $input) {
      secret
      endpoint {
        id
      }
    }
  }
`);

const updateEndpoint = graphql(`
  mutation UpdateWebhookEndpoint($input: UpdateWebhookEndpointInput!) {
    updateWebhookEndpoint(input: $input) {
      endpoint {
        ...Webhook_endpoint
      }
    }
  }
`);

interface EndpointDialogProps {
  /** None: a new one. */
  endpoint?: Webhook_EndpointFragment;
  onClose: () => void;
  onMade?: (secret: string) => void;
}

export function EndpointDialog({ endpoint, onClose, onMade }: EndpointDialogProps) {
  const { t } = useTranslation(["webhooks", "common"]);
  const can = useCan();
  const toaster = useToaster();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [create] = useMutation(createEndpoint, { fetchPolicy: "no-cache" });
  const [update] = useMutation(updateEndpoint);
  const form = useForm<EndpointValues>({
    resolver: zodResolver(endpointRules),
    defaultValues: {
      url: endpoint?.url ?? "https://",
      description: endpoint?.description ?? "",
      eventTypes: endpoint ? [...endpoint.eventTypes] : [],
      accountIds: endpoint ? [...endpoint.accountIds] : [],
      headers: (endpoint?.headers ?? []).map(({ name }) => `${name}:`).join("\n"),
      maxPerSecond: String(endpoint?.maxPerSecond ?? 50),
      maxConcurrent: String(endpoint?.maxConcurrent ?? 5),
    },
  });

  const save = async (values: EndpointValues) => {
    const input = inputOf(values);
    if (endpoint) {
      await update({ variables: { input: { ...input, endpointId: endpoint.id } } });
      toaster.done(t("common:saved"));
      return onClose();
    }
    const { data } = await create({ variables: { input: { ...input, idempotencyKey } } });
    if (data) onMade?.(data.createWebhookEndpoint.secret);
  };
  const submit = async (values: EndpointValues) => {
    try {
      await save(values);
    } catch (error) {
      const { reason } = refusalOf(error);
      // The server's reason has a sentence in the viewer's language; its own words are English.
      if (!reason.startsWith("WEBHOOK_URL_")) throw error;
      form.setError("url", { type: "server", message: reason });
    }
  };

  return (
    <FormDialog
      wide
      title={t(endpoint ? "edit.title" : "create.title")}
      form={form}
      fields={["url", "description", "eventTypes", "accountIds", "headers", "maxPerSecond", "maxConcurrent"]}
      submitText={t(endpoint ? "common:save" : "create.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      <TextInput
        control={form.control}
        name="url"
        label={t("field.url")}
        hint={t("field.urlHint")}
        required
        autoFocus
        slotProps={{ htmlInput: { inputMode: "url", spellCheck: false } }}
      />
      <TextInput
        control={form.control}
        name="description"
        label={t("field.description")}
        hint={t("field.descriptionHint")}
      />
      <EventTypePicker control={form.control} />
      {can("account:read") && <AccountPicker control={form.control} />}
      <TextInput
        control={form.control}
        name="headers"
        label={t("field.headers")}
        hint={t("field.headersHint")}
        multiline
        minRows={2}
        slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: "monospace" } } }}
      />
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { sm: "1fr 1fr" } }}>
        <TextInput
          control={form.control}
          name="maxPerSecond"
          label={t("field.maxPerSecond")}
          hint={t("field.maxPerSecondHint")}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
        />
        <TextInput
          control={form.control}
          name="maxConcurrent"
          label={t("field.maxConcurrent")}
          hint={t("field.maxConcurrentHint")}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
        />
      </Box>
    </FormDialog>
  );
}
