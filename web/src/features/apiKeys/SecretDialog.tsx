import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { ShownOnceDialog } from "../../ui/ShownOnceDialog.tsx";

/** The one time a key is shown. */
export function SecretDialog({ secret, onClose }: { secret: string; onClose: () => void }) {
  const { t } = useTranslation(["apiKeys", "common"]);
  return (
    <ShownOnceDialog
      title={t("secret.title")}
      warning={t("secret.text")}
      kept={t("secret.kept")}
      onClose={onClose}
    >
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
    </ShownOnceDialog>
  );
}
