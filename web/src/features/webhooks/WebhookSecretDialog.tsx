import {
  Alert,
  Box,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Typography,
} from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { verifySnippet } from "./verifySnippet.ts";

/** The one time a signing secret is shown, with the few lines that use it. */
export function WebhookSecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation(["webhooks", "common"]);
  const [kept, setKept] = useState(false);
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="webhook-secret-title">
      <DialogTitle id="webhook-secret-title">{t("secret.title")}</DialogTitle>
      <DialogContent sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
        <Alert severity="warning">{t("secret.text")}</Alert>
        <Code text={secret} label={t("secret.label")} secret />
        <Typography variant="body2" color="textSecondary">
          {t("secret.use")}
        </Typography>
        <Code text={verifySnippet} label={t("secret.snippet")} />
        <FormControlLabel
          control={<Checkbox checked={kept} onChange={(_, checked) => setKept(checked)} />}
          label={t("secret.kept")}
        />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" disabled={!kept} onClick={onClose}>
          {t("common:done")}
        </Button>
      </DialogActions>
    </Dialog>
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
