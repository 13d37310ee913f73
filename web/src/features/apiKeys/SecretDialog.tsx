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

/** The one time a key is shown. It closes only when its reader says that it is kept. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation(["apiKeys", "common"]);
  const [kept, setKept] = useState(false);
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby="secret-title">
      <DialogTitle id="secret-title">{t("secret.title")}</DialogTitle>
      <DialogContent sx={{ display: "grid", gap: 2 }}>
        <Alert severity="warning">{t("secret.text")}</Alert>
        <Box
          sx={{
            display: "flex",
            alignItems: "center",
            gap: 1,
            p: 1.5,
            borderRadius: 1,
            bgcolor: "action.hover",
            border: 1,
            borderColor: "divider",
          }}
        >
          <Box
            component="code"
            data-secret
            aria-label={t("secret.label")}
            sx={{ flex: 1, overflowWrap: "anywhere" }}
          >
            {secret}
          </Box>
          <CopyButton text={secret} label={t("common:copy")} />
        </Box>
        <Box>
          <Typography variant="body2" color="textSecondary">
            {t("secret.use")}
          </Typography>
          <code>{`Authorization: Bearer ${secret.slice(0, 12)}…`}</code>
        </Box>
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
