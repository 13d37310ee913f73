import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { ShownOnceDialog } from "../../ui/ShownOnceDialog.tsx";
import { verifySnippet } from "./verifySnippet.ts";

/** The one time a signing secret is shown, with the few lines that use it. */
export function WebhookSecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation("webhooks");
  return (
    <ShownOnceDialog
      title={t("secret.title")}
      warning={t("secret.text")}
      kept={t("secret.kept")}
      onClose={onClose}
    >
      <Code text={secret} label={t("secret.label")} secret />
      <Typography variant="body2" color="textSecondary">
        {t("secret.use")}
      </Typography>
      <Code text={verifySnippet} label={t("secret.snippet")} />
    </ShownOnceDialog>
  );
}

function Code({ text, label, secret = false }: { text: string; label: string; secret?: boolean }) {
  const { t } = useTranslation("common");
  return (
    <Box
      sx={{
        display: "flex",
        alignItems: "flex-start",
        gap: 1,
        p: 1.5,
        borderRadius: 1,
        bgcolor: "action.hover",
        border: 1,
        borderColor: "divider",
      }}
    >
      <Box
        component="pre"
        tabIndex={0}
        role="region"
        aria-label={label}
        {...(secret ? { "data-secret": true } : {})}
        sx={{
          flex: 1,
          m: 0,
          minWidth: 0,
          fontSize: "0.75rem",
          ...(secret ? { whiteSpace: "pre-wrap", overflowWrap: "anywhere" } : { overflowX: "auto" }),
        }}
      >
        {text}
      </Box>
      <CopyButton text={text} label={t("copy")} />
    </Box>
  );
}
