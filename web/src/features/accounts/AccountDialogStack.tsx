import type { ChangeUrlState } from "../../ui/useUrlState.ts";
import type { ListState, listState } from "./accountListQuery.ts";
import { BulkDialog } from "./BulkDialog.tsx";
import { CreateAccountDialog } from "./CreateAccountDialog.tsx";
import { DeleteAccountDialog } from "./DeleteAccountDialog.tsx";
import { LoginDialog } from "./LoginDialog.tsx";
import { LogoutDialog } from "./LogoutDialog.tsx";

/** Whatever the list's address says is open over it. */
export function AccountDialogStack(props: { state: ListState; change: ChangeUrlState<typeof listState> }) {
  const { state, change } = props;
  const close = () => change({ dialog: null, account: "", login: "", bulk: "" });
  if (state.dialog === "create") return <CreateAccountDialog onClose={close} />;
  if (state.dialog === "logout") return <LogoutDialog id={state.account} onClose={close} />;
  if (state.dialog === "delete") return <DeleteAccountDialog id={state.account} onClose={close} />;
  if (state.login) return <LoginDialog id={state.login} onClose={close} />;
  if (state.bulk) return <BulkDialog id={state.bulk} onClose={close} />;
  return null;
}
