import { useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { logOutMutation } from "./accountOperations.ts";

export function LogoutDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const toaster = useToaster();
  const [logOut] = useMutation(logOutMutation);
  return (
    <ConfirmDialog
      title={t("logout.title")}
      confirmText={t("action.LOG_OUT")}
      danger
      onClose={onClose}
      onConfirm={async () => {
        await logOut({ variables: { input: { accountId: id } } });
        toaster.done(t("done.LOG_OUT"));
      }}
    >
      {t("logout.text")}
    </ConfirmDialog>
  );
}
