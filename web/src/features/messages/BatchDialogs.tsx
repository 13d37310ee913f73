import { useMutation } from "@apollo/client/react";
import { FormControlLabel, Switch } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { cancelBatchMutation, retryBatchMutation } from "./batchQuery.ts";

interface BatchDialogsProps {
  id: string;
  dialog: "cancel" | "retry" | null;
  onClose: () => void;
  onRetried: (id: string) => void;
}

export function BatchDialogs({ id, dialog, onClose, onRetried }: BatchDialogsProps) {
  const { t } = useTranslation("messages");
  const toaster = useToaster();
  const [key] = useState(() => crypto.randomUUID());
  const [includeUnverified, setIncludeUnverified] = useState(false);
  const [cancel] = useMutation(cancelBatchMutation);
  const [retry] = useMutation(retryBatchMutation);
  if (dialog === "cancel")
    return (
      <ConfirmDialog
        danger
        title={t("batch.confirmCancel.title")}
        confirmText={t("batch.cancel")}
        onClose={onClose}
        onConfirm={async () => {
          await cancel({ variables: { input: { batchId: id } } });
          toaster.done(t("batch.cancelled"));
        }}
      >
        {t("batch.confirmCancel.text")}
      </ConfirmDialog>
    );
  if (dialog === "retry")
    return (
      <ConfirmDialog
        title={t("batch.confirmRetry.title")}
        confirmText={t("act.retry")}
        onClose={onClose}
        onConfirm={async () => {
          const { data } = await retry({
            variables: {
              input: { batchId: id, includeUnverified, idempotencyKey: `${key} ${includeUnverified}` },
            },
          });
          if (data) onRetried(data.retryMessageBatch.messageBatch.id);
        }}
      >
        {t("batch.confirmRetry.text")}
        <FormControlLabel
          control={
            <Switch checked={includeUnverified} onChange={(_, checked) => setIncludeUnverified(checked)} />
          }
          label={t("batch.confirmRetry.includeUnverified")}
        />
      </ConfirmDialog>
    );
  return null;
}
