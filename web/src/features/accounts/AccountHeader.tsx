import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useLiveAccount } from "../../live/LiveContext.tsx";
import { AccountStatusChip } from "../../status/AccountStatusChip.tsx";
import { useReasonText } from "../../status/reasonText.ts";
import { Lasting } from "../../ui/Time.tsx";
import { ActionButtons } from "./ActionButtons.tsx";
import type { AccountData } from "./accountQuery.ts";
import { useAccountActions } from "./useAccountActions.ts";

interface Opened {
  dialog?: "login" | "logout" | "delete";
  tab?: "settings";
}

function Title({ account }: { account: AccountData }) {
  const { status } = useLiveAccount(account);
  return (
    <Box component="span" sx={{ display: "inline-flex", alignItems: "center", gap: 1.25, maxWidth: "100%" }}>
      <Box component="span" sx={{ overflow: "hidden", textOverflow: "ellipsis" }}>
        {account.name}
      </Box>
      <span data-account-status={status}>
        <AccountStatusChip status={status} connector={account.connector} />
      </span>
    </Box>
  );
}

function Context({ account }: { account: AccountData }) {
  const { t } = useTranslation("accounts");
  const { statusSince, statusReason } = useLiveAccount(account);
  const reason = useReasonText()(statusReason);
  return (
    <>
      {t("header.since")} <Lasting since={statusSince} pace="second" />
      {reason && ` · ${reason}`} · {account.corp.name}
      {account.group && ` · ${account.group}`}
    </>
  );
}

function Actions({ account, open }: { account: AccountData; open: (which: Opened) => void }) {
  const { status, allowedActions } = useLiveAccount(account);
  const act = useAccountActions({
    login: () => open({ dialog: "login" }),
    logout: () => open({ dialog: "logout" }),
    remove: () => open({ dialog: "delete" }),
    edit: () => open({ tab: "settings" }),
  });
  return (
    <ActionButtons
      key={status}
      prominent
      name={account.name}
      allowed={allowedActions}
      onAction={(action) => act(action, account.id)}
    />
  );
}

/** The head of an account's page, each part following the account live. */
export const AccountHeader = { Title, Context, Actions };
