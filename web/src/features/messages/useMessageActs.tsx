import { useMutation } from "@apollo/client/react";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import type { MessageAct } from "./messageActs.ts";
import { cancelMutation, recallMutation, retryMutation } from "./messageOperations.ts";

interface Target {
  id: string;
  error: { code: string } | null;
}

/** What may have arrived after all. */
export const unverified = "SEND_UNVERIFIED";

/** The acts on one message: cancelled and repeated at once, taken back after a question. */
export function useMessageActs(onDone: (id: string) => void): {
  act: (act: MessageAct, target: Target) => void;
  dialog: ReactNode;
} {
  const { t } = useTranslation("messages");
  const toaster = useToaster();
  const [cancel] = useMutation(cancelMutation);
  const [retry] = useMutation(retryMutation);
  const [recall] = useMutation(recallMutation);
  const [asked, setAsked] = useState<{ act: "recall" | "retry"; id: string; key: string } | null>(null);

  const repeat = async (id: string, key: string, includeUnverified: boolean) => {
    const { data } = await retry({
      variables: { input: { messageId: id, includeUnverified, idempotencyKey: key } },
    });
    toaster.done(t("done.retry"));
    onDone(data?.retryMessage.message.id ?? id);
  };
  const told = (work: Promise<unknown>) => {
    work.catch((error: unknown) => toaster.failed(error));
  };

  return {
    act: (which, { id, error }) => {
      const key = crypto.randomUUID();
      if (which === "cancel")
        told(
          cancel({ variables: { input: { messageId: id } } }).then(() => {
            toaster.done(t("done.cancel"));
            onDone(id);
          }),
        );
      else if (which === "retry" && error?.code !== unverified) told(repeat(id, key, false));
      else setAsked({ act: which, id, key });
    },
    dialog: asked && (
      <ConfirmDialog
        title={t(`confirm.${asked.act}.title`)}
        confirmText={t(`act.${asked.act}`)}
        danger={asked.act === "recall"}
        onClose={() => setAsked(null)}
        onConfirm={async () => {
          if (asked.act === "retry") return await repeat(asked.id, asked.key, true);
          await recall({ variables: { input: { messageId: asked.id } } });
          toaster.done(t("done.recall"));
          onDone(asked.id);
        }}
      >
        {t(`confirm.${asked.act}.text`)}
      </ConfirmDialog>
    ),
  };
}
