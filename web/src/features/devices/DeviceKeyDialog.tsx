import { Box, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { ShownOnceDialog } from "../../ui/ShownOnceDialog.tsx";

export interface ShownKey {
  deviceId: string;
  key: string;
}

/** As requests name the device. */
const idHeader = "X-Device-Id";

/** The one time a device's key is shown, beside the id that goes with it. */
export function DeviceKeyDialog({ shown, onClose }: { shown: ShownKey; onClose: () => void }) {
  const { t } = useTranslation("devices");
  return (
    <ShownOnceDialog title={t("key.title")} warning={t("key.text")} kept={t("key.kept")} onClose={onClose}>
      <Value label={idHeader} text={shown.deviceId} />
      <Value label={t("key.label")} text={shown.key} secret />
      <Typography variant="body2" color="textSecondary">
        {t("key.use")}
      </Typography>
    </ShownOnceDialog>
  );
}

function Value({ label, text, secret = false }: { label: string; text: string; secret?: boolean }) {
  const { t } = useTranslation("common");
  return (
    <Box>
      <Typography variant="caption" color="textSecondary" component="div">
        {label}
      </Typography>
      <Box
        sx={{
          display: "flex",
          alignItems: "center",
          gap: 1,
          p: 1,
          borderRadius: 1,
          bgcolor: "action.hover",
          border: 1,
          borderColor: "divider",
        }}
      >
        <Box
          component="code"
          {...(secret ? { "data-secret": true } : {})}
          sx={{ flex: 1, minWidth: 0, fontSize: "0.75rem", overflowWrap: "anywhere" }}
        >
          {text}
        </Box>
        <CopyButton text={text} label={t("copy")} />
      </Box>
    </Box>
  );
}
