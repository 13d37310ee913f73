import { Box, Button, LinearProgress, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { useFormats } from "../../i18n/useFormats.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import type { ImportRun } from "./useImportRun.ts";

/** How far a check or an import is, and the way on when a piece did not get through. */
export function ImportProgress({ importRun: { run, goOn } }: { importRun: ImportRun }) {
  const { t } = useTranslation("patientImport");
  const formats = useFormats();
  if (!run || run.status === "DONE") return null;
  const done = run.results.size;
  const told = t(run.isDryRun ? "checking" : "registering", {
    done: formats.number(done),
    total: formats.number(run.total),
  });
  return (
    <Box sx={{ mb: 2 }}>
      <Typography variant="body2" color="textSecondary" sx={{ mb: 0.75 }} role="status">
        {told}
      </Typography>
      <LinearProgress
        variant="determinate"
        aria-label={t(run.isDryRun ? "step.check" : "step.import")}
        value={run.total === 0 ? 100 : (done / run.total) * 100}
      />
      {run.status === "STOPPED" && (
        <Box sx={{ mt: 2, display: "grid", gap: 1, justifyItems: "start" }}>
          <ErrorNotice error={run.error} />
          <Button variant="outlined" onClick={goOn}>
            {t("goOn")}
          </Button>
        </Box>
      )}
    </Box>
  );
}
