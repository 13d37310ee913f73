import { Alert, Box, Button } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useRouteError } from "react-router";

/** A page that failed to load or broke while drawing. After an update its old chunk is gone: a reload gets the new one. */
export function RouteProblem() {
  const { t } = useTranslation("common");
  const error = useRouteError();
  return (
    <Box sx={{ p: 3 }}>
      <Alert
        severity="error"
        action={
          <Button color="inherit" onClick={() => globalThis.location.reload()}>
            {t("retry")}
          </Button>
        }
      >
        {t("pageFailed")}
        <Box component="pre" sx={{ m: 0, mt: 0.5, fontSize: "0.75rem", whiteSpace: "pre-wrap" }}>
          {error instanceof Error ? error.message : String(error)}
        </Box>
      </Alert>
    </Box>
  );
}
