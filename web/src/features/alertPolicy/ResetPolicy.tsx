import { useMutation } from "@apollo/client/react";
import { Button } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { resetPolicy } from "./policyQueries.ts";

/** Back to what was shipped, after a question: what people have set up is gone then. */
export function ResetPolicy({ version, onReset }: { version: number; onReset: () => void }) {
  const { t } = useTranslation("alerting");
  const toaster = useToaster();
  const [isAsking, setAsking] = useState(false);
  const [reset] = useMutation(resetPolicy);
  return (
    <>
      <Button color="inherit" onClick={() => setAsking(true)}>
        {t("policy.reset")}
      </Button>
      {isAsking && (
        <ConfirmDialog
          title={t("policy.resetTitle")}
          confirmText={t("policy.reset")}
          onClose={() => setAsking(false)}
          onConfirm={async () => {
            await reset({ variables: { input: { expectedVersion: version } } });
            toaster.done(t("policy.resetDone"));
            onReset();
          }}
        >
          {t("policy.resetText")}
        </ConfirmDialog>
      )}
    </>
  );
}
