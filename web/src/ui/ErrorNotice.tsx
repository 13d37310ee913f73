import { Alert, AlertTitle, Box, Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useRefusalText } from "../i18n/useRefusalText.ts";
import { CopyButton } from "./CopyButton.tsx";

/** What went wrong, what to do about it, and the number under which the server knows it. */
export function ErrorNotice({ error, onRetry }: { error: unknown; onRetry?: (() => void) | undefined }) {
  const { t } = useTranslation();
  const { title, advice, correlationId } = useRefusalText(error);
  return (
    <Alert
      severity="error"
      variant="outlined"
      role="alert"
      action={
        onRetry && (
          <Button color="inherit" onClick={onRetry}>
            {t("retry")}
          </Button>
        )
      }
    >
      <AlertTitle sx={{ mb: 0 }}>{title}</AlertTitle>
      {advice}
      {correlationId && (
        <Box sx={{ display: "flex", alignItems: "center", gap: 0.5, fontSize: "0.75rem", flexWrap: "wrap" }}>
          {t("correlationId")} <code>{correlationId}</code>
          <CopyButton text={correlationId} label={t("copy")} />
        </Box>
      )}
    </Alert>
  );
}
