import { useMutation } from "@apollo/client/react";
import { useTranslation } from "react-i18next";
import type { AccountAction } from "../../gql/graphql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { cancelLoginMutation, logInMutation, recoverMutation, restartMutation } from "./accountOperations.ts";

/** Opens what an act needs a person for. */
export interface AccountDialogs {
  login: (id: string) => void;
  logout: (id: string) => void;
  remove: (id: string) => void;
  edit: (id: string) => void;
}

/** The acts on an account, each in the one way it happens everywhere: at once, or by a dialog. */
export function useAccountActions(dialogs: AccountDialogs): (action: AccountAction, id: string) => void {
  const { t } = useTranslation("accounts");
  const toaster = useToaster();
  const [logIn] = useMutation(logInMutation);
  const [cancel] = useMutation(cancelLoginMutation);
  const [restart] = useMutation(restartMutation);
  const [recover] = useMutation(recoverMutation);

  return (action, id) => {
    const variables = { input: { accountId: id } };
    const told = (work: Promise<unknown>, text: string) => {
      work.then(
        () => toaster.done(text),
        (error: unknown) => toaster.failed(error),
      );
    };
    switch (action) {
      case "LOG_IN":
        dialogs.login(id);
        logIn({ variables }).catch((error: unknown) => toaster.failed(error));
        return;
      case "REFRESH_QR":
      case "SUBMIT_CODE":
        return dialogs.login(id);
      case "CANCEL_LOGIN":
        return told(cancel({ variables }), t("done.CANCEL_LOGIN"));
      case "RESTART":
        return told(restart({ variables }), t("done.RESTART"));
      case "RECOVER":
        return told(recover({ variables }), t("done.RECOVER"));
      case "LOG_OUT":
        return dialogs.logout(id);
      case "DELETE":
        return dialogs.remove(id);
      case "UPDATE":
        return dialogs.edit(id);
    }
  };
}
