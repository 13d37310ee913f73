import { useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { ApiKey_KeyFragment } from "../../gql/graphql.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";

const rotateApiKey = graphql(`
  mutation RotateApiKey($input: RotateApiKeyInput!) {
    rotateApiKey(input: $input) {
      secret
      apiKey {
        id
      }
    }
  }
`);

const revokeApiKey = graphql(`
  mutation RevokeApiKey($input: RevokeApiKeyInput!) {
    revokeApiKey(input: $input) {
      apiKey {
        id
        revokedAt
      }
    }
  }
`);

interface KeyDialogProps {
  apiKey: ApiKey_KeyFragment;
  onClose: () => void;
}

export function RotateKeyDialog({
  apiKey,
  onClose,
  onMade,
}: KeyDialogProps & { onMade: (secret: string) => void }) {
  const { t } = useTranslation("apiKeys");
  const [rotate] = useMutation(rotateApiKey, { fetchPolicy: "no-cache" });
  return (
    <ConfirmDialog
      title={t("rotate.title", { name: apiKey.name })}
      confirmText={t("rotate.confirm")}
      onClose={onClose}
      onConfirm={async () => {
        const { data } = await rotate({ variables: { input: { apiKeyId: apiKey.id, overlapHours: 24 } } });
        if (data) onMade(data.rotateApiKey.secret);
      }}
    >
      {t("rotate.text")}
    </ConfirmDialog>
  );
}

export function RevokeKeyDialog({ apiKey, onClose }: KeyDialogProps) {
  const { t } = useTranslation("apiKeys");
  const toaster = useToaster();
  const [revoke] = useMutation(revokeApiKey);
  return (
    <ConfirmDialog
      danger
      title={t("revoke.title", { name: apiKey.name })}
      confirmText={t("revoke.action")}
      onClose={onClose}
      onConfirm={async () => {
        await revoke({ variables: { input: { apiKeyId: apiKey.id } } });
        toaster.done(t("revoke.done"));
      }}
    >
      {t("revoke.text")}
    </ConfirmDialog>
  );
}
