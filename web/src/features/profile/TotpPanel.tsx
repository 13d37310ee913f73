import { useMutation } from "@apollo/client/react";
import OffIcon from "@mui/icons-material/GppMaybeOutlined";
import OnIcon from "@mui/icons-material/VerifiedUserOutlined";
import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { ink } from "../../theme/tones.ts";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { codeRules, EnrolDialog } from "./EnrolDialog.tsx";

const disableTotp = graphql(`
  mutation DisableTotp($input: DisableTotpInput!) {
    disableTotp(input: $input) {
      user {
        id
        totpEnabled
      }
    }
  }
`);

export function TotpPanel({ enabled }: { enabled: boolean }) {
  const { t } = useTranslation("profile");
  const [dialog, setDialog] = useState<"enrol" | "disable" | null>(null);
  const close = () => setDialog(null);
  return (
    <Panel title={t("totp.title")}>
      <Box sx={{ display: "flex", gap: 2, alignItems: "flex-start" }}>
        {enabled ? (
          <OnIcon sx={{ color: ink("positive"), fontSize: 32 }} />
        ) : (
          <OffIcon sx={{ color: ink("attention"), fontSize: 32 }} />
        )}
        <Box>
          <Typography sx={{ mb: 1.5 }}>{enabled ? t("totp.on") : t("totp.off")}</Typography>
          {enabled ? (
            <Button variant="outlined" color="error" onClick={() => setDialog("disable")}>
              {t("totp.disable")}
            </Button>
          ) : (
            <Button variant="contained" onClick={() => setDialog("enrol")}>
              {t("totp.begin")}
            </Button>
          )}
        </Box>
      </Box>
      {dialog === "enrol" && <EnrolDialog onClose={close} />}
      {dialog === "disable" && <DisableDialog onClose={close} />}
    </Panel>
  );
}

function DisableDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("profile");
  const toaster = useToaster();
  const [disable] = useMutation(disableTotp);
  const form = useForm({ resolver: zodResolver(codeRules), defaultValues: { code: "" } });
  return (
    <FormDialog
      title={t("totp.disableTitle")}
      form={form}
      fields={["code"]}
      submitText={t("totp.disable")}
      onClose={onClose}
      onSubmit={async ({ code }) => {
        await disable({ variables: { input: { code } } });
        toaster.done(t("totp.disabled"));
        onClose();
      }}
    >
      <Typography>{t("totp.disableText")}</Typography>
      <TextInput
        control={form.control}
        name="code"
        label={t("totp.code")}
        autoFocus
        autoComplete="one-time-code"
      />
    </FormDialog>
  );
}
