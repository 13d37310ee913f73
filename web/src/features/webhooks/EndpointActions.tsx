import { useMutation } from "@apollo/client/react";
import EditIcon from "@mui/icons-material/EditOutlined";
import MoreIcon from "@mui/icons-material/MoreHorizRounded";
import TestIcon from "@mui/icons-material/SendOutlined";
import { Button, MenuItem } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { Webhook_EndpointFragment } from "../../gql/graphql.ts";
import { ink } from "../../theme/tones.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { MenuButton } from "../../ui/MenuButton.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { EndpointDialog } from "./EndpointDialog.tsx";
import { ReplayDialog } from "./ReplayDialog.tsx";
import { TestDialog } from "./TestDialog.tsx";

const enableEndpoint = graphql(`
  mutation EnableWebhookEndpoint($input: WebhookEndpointInput!) {
    enableWebhookEndpoint(input: $input) {
      endpoint {
        ...Webhook_endpoint
      }
    }
  }
`);
const disableEndpoint = graphql(`
  mutation DisableWebhookEndpoint($input: WebhookEndpointInput!) {
    disableWebhookEndpoint(input: $input) {
      endpoint {
        ...Webhook_endpoint
      }
    }
  }
`);
const deleteEndpoint = graphql(`
  mutation DeleteWebhookEndpoint($input: WebhookEndpointInput!) {
    deleteWebhookEndpoint(input: $input) {
      removedId
    }
  }
`);
const rotateSecret = graphql(`
  mutation RotateWebhookSecret($input: RotateWebhookSecretInput!) {
    rotateWebhookSecret(input: $input) {
      secret
      endpoint {
        id
        previousSecretUntil
      }
    }
  }
`);

const overlapHours = 24;
const viewState = { dialog: oneOf(["edit", "test", "replay", "rotate", "disable", "delete"], null) };

interface EndpointActionsProps {
  endpoint: Webhook_EndpointFragment;
  onSecret: (secret: string) => void;
}

export function EndpointActions({ endpoint, onSecret }: EndpointActionsProps) {
  const { t } = useTranslation(["webhooks", "common"]);
  const navigate = useNavigate();
  const toaster = useToaster();
  const [{ dialog }, change] = useUrlState(viewState);
  const [enable] = useMutation(enableEndpoint);
  const [disable] = useMutation(disableEndpoint);
  const [remove] = useMutation(deleteEndpoint, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "webhookEndpoints" }),
  });
  const [rotate] = useMutation(rotateSecret, { fetchPolicy: "no-cache" });
  if (!useCan()("webhook:manage")) return null;

  const input = { endpointId: endpoint.id };
  const open = (next: NonNullable<typeof dialog>) => change({ dialog: next }, "push");
  const close = () => change({ dialog: null });
  const isEnabled = endpoint.status === "ENABLED";
  const switchOn = () =>
    void enable({ variables: { input } }).then(
      () => toaster.done(t("enable.done")),
      (error: unknown) => toaster.failed(error),
    );
  const name = endpoint.description || endpoint.url;
  return (
    <>
      {!isEnabled && (
        <Button variant="contained" onClick={switchOn}>
          {t("enable.action")}
        </Button>
      )}
      <Button variant="outlined" startIcon={<TestIcon />} onClick={() => open("test")}>
        {t("test.action")}
      </Button>
      <Button variant="outlined" startIcon={<EditIcon />} onClick={() => open("edit")}>
        {t("common:edit")}
      </Button>
      <MenuButton label={t("common:rowActions", { name })} icon={<MoreIcon />}>
        {(shut) =>
          (["replay", "rotate", ...(isEnabled ? (["disable"] as const) : []), "delete"] as const).map(
            (act) => (
              <MenuItem
                key={act}
                disabled={act === "replay" && !isEnabled}
                {...(act === "delete" ? { sx: { color: ink("negative") } } : {})}
                onClick={() => {
                  shut();
                  open(act);
                }}
              >
                {t(`${act}.action`)}
              </MenuItem>
            ),
          )
        }
      </MenuButton>
      {dialog === "edit" && <EndpointDialog endpoint={endpoint} onClose={close} />}
      {dialog === "test" && <TestDialog endpoint={endpoint} onClose={close} />}
      {dialog === "replay" && <ReplayDialog endpointId={endpoint.id} onClose={close} />}
      {dialog === "rotate" && (
        <ConfirmDialog
          title={t("rotate.title")}
          confirmText={t("rotate.confirm")}
          onClose={close}
          onConfirm={async () => {
            const { data } = await rotate({ variables: { input: { ...input, overlapHours } } });
            if (data) onSecret(data.rotateWebhookSecret.secret);
          }}
        >
          {t("rotate.text")}
        </ConfirmDialog>
      )}
      {dialog === "disable" && (
        <ConfirmDialog
          title={t("disable.title")}
          confirmText={t("disable.action")}
          onClose={close}
          onConfirm={() => disable({ variables: { input } })}
        >
          {t("disable.text")}
        </ConfirmDialog>
      )}
      {dialog === "delete" && (
        <ConfirmDialog
          danger
          title={t("delete.title")}
          confirmText={t("common:delete")}
          onClose={close}
          onConfirm={async () => {
            await remove({ variables: { input } });
            toaster.done(t("delete.done"));
            await navigate("/webhooks");
          }}
        >
          {t("delete.text")}
        </ConfirmDialog>
      )}
    </>
  );
}
