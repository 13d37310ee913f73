import { Box, Button, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { useFormats } from "../../i18n/useFormats.ts";
import { type ImportStep, importSteps, type ImportWizard } from "./useImportWizard.ts";

/** The way on and back, always in sight: a list of rows is long. */
export function ImportActions({ wizard }: { wizard: ImportWizard }) {
  const { t } = useTranslation("patientImport");
  const formats = useFormats();
  const { step, readyCount, isChecked, isOver, goTo, reachable } = wizard;
  const back =
    step === "mapping" || step === "check" ? importSteps[importSteps.indexOf(step) - 1] : undefined;
  const on: Partial<Record<ImportStep, { to: ImportStep; text: string; can: boolean }>> = {
    file: { to: "mapping", text: t("next"), can: reachable("mapping") },
    mapping: { to: "check", text: t("checkRows"), can: reachable("check") },
    check: {
      to: "import",
      text: t("submit", { count: readyCount, formatted: formats.number(readyCount) }),
      can: isChecked && readyCount > 0,
    },
  };
  const next = on[step];
  if (!next && !isOver) return null;
  return (
    <Box
      sx={{
        position: "sticky",
        bottom: 0,
        zIndex: 1,
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        gap: 1,
        mt: 1,
        py: 1.5,
        bgcolor: "background.default",
      }}
    >
      {back && (
        <Button color="inherit" onClick={() => goTo(back)}>
          {t("back")}
        </Button>
      )}
      {next && (
        <Button variant="contained" disabled={!next.can} onClick={() => goTo(next.to)}>
          {next.text}
        </Button>
      )}
      {step === "check" && isChecked && (
        <Typography variant="body2" color="textSecondary">
          {t(readyCount > 0 ? "leftAlone" : "nobodyNew")}
        </Typography>
      )}
      {isOver && (
        <>
          <Button variant="contained" component={Link} to="/health/patients">
            {t("toList")}
          </Button>
          <Button color="inherit" onClick={wizard.restart}>
            {t("another")}
          </Button>
        </>
      )}
    </Box>
  );
}
