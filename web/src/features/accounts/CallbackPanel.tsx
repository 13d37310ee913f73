import { useMutation } from "@apollo/client/react";
import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { renewCallbackMutation } from "./accountOperations.ts";
import type { Application, ApplicationAccount } from "./applicationQuery.ts";
import { CallbackValues } from "./CallbackValues.tsx";

interface CallbackPanelProps {
  account: ApplicationAccount;
  application: Application;
  onChanged: () => void;
}

/** What stands in WeCom's console, to look it up again, and to replace it when it has leaked. */
export function CallbackPanel({ account, application, onChanged }: CallbackPanelProps) {
  const { t } = useTranslation("accounts");
  const toaster = useToaster();
  const [asking, setAsking] = useState(false);
  const [renew] = useMutation(renewCallbackMutation);
  return (
    <Panel title={t("app.callbackSettings")}>
      <Box sx={{ display: "grid", gap: 1.5, justifyItems: "start" }}>
        <Typography variant="body2" color="textSecondary">
          {t("app.callbackHint")}
        </Typography>
        {application.callback && <CallbackValues callback={application.callback} />}
        {account.allowedActions.includes("UPDATE") && (
          <Button variant="outlined" color="inherit" onClick={() => setAsking(true)}>
            {t("app.renew")}
          </Button>
        )}
      </Box>
      {asking && (
        <ConfirmDialog
          title={t("app.renewTitle")}
          confirmText={t("app.renew")}
          danger
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await renew({ variables: { input: { accountId: account.id } } });
            toaster.done(t("app.renewed"));
            onChanged();
          }}
        >
          {t("app.renewText")}
        </ConfirmDialog>
      )}
    </Panel>
  );
}
