import { useApolloClient, useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { accountLiveFragment, logOutMutation } from "./accountOperations.ts";

export function LogoutDialog({ id, onClose }: { id: string; onClose: () => void }) {
  const { t } = useTranslation("accounts");
  const toaster = useToaster();
  const { cache } = useApolloClient();
  const [logOut] = useMutation(logOutMutation);
  // Whoever opened this has shown the account.
  const account = cache.readFragment({
    id: cache.identify({ __typename: "Account", id }) ?? "",
    fragment: accountLiveFragment,
    fragmentName: "AccountLive_account",
  });
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
      {t(account?.connector === "CORP_APP" ? "app.logoutText" : "logout.text")}
    </ConfirmDialog>
  );
}
