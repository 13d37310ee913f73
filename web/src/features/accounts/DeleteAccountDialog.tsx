import { useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { deleteMutation } from "./accountOperations.ts";

export function DeleteAccountDialog(props: { id: string; onClose: () => void; onDeleted?: () => void }) {
  const { t } = useTranslation(["accounts", "common"]);
  const toaster = useToaster();
  const [remove] = useMutation(deleteMutation, {
    update(cache, { data }) {
      if (!data) return;
      cache.evict({ id: cache.identify({ __typename: "Account", id: data.deleteAccount.removedId }) ?? "" });
      cache.evict({ id: "ROOT_QUERY", fieldName: "accounts" });
    },
  });
  return (
    <ConfirmDialog
      title={t("remove.title")}
      confirmText={t("common:delete")}
      danger
      onClose={props.onClose}
      onConfirm={async () => {
        await remove({ variables: { input: { accountId: props.id } } });
        toaster.done(t("remove.done"));
        props.onDeleted?.();
      }}
    >
      {t("remove.text")}
    </ConfirmDialog>
  );
}
