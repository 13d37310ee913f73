import { Alert, Step, StepButton, Stepper, useMediaQuery } from "@mui/material";
import { useTranslation } from "react-i18next";
import { CsvFilePanel } from "../../csv/CsvFilePanel.tsx";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { useFormats } from "../../i18n/useFormats.ts";
import { Page } from "../../ui/Page.tsx";
import { ImportActions } from "./ImportActions.tsx";
import { ImportProgress } from "./ImportProgress.tsx";
import { ImportRows } from "./ImportRows.tsx";
import { MappingPanel } from "./MappingPanel.tsx";
import { downloadTemplate } from "./template.ts";
import { importSteps, useImportWizard } from "./useImportWizard.ts";

/** From a clinic's table to registered patients: the file, what its columns mean, a look at each row, and then for good. */
export function ImportPage() {
  const { t } = useTranslation("patientImport");
  const formats = useFormats();
  const narrow = useMediaQuery((theme) => theme.breakpoints.down("sm"));
  const wizard = useImportWizard();
  const { step, csv, check, registering, rows, isOver } = wizard;
  const at = importSteps.indexOf(step);
  const { table } = csv;
  const count = rows.filter(({ outcome }) => outcome === "REGISTERED").length;

  return (
    <Page personal title={t("title")} context={t("context")}>
      <div key={step} ref={comeIntoView} />
      <UnsavedGuard dirty={table !== null && !isOver} />
      <Stepper
        activeStep={at}
        nonLinear
        alternativeLabel={narrow}
        sx={{ mb: 2, maxWidth: 900, "& .MuiStepLabel-label": { fontSize: "0.8125rem" } }}
      >
        {importSteps.map((one, index) => (
          <Step
            key={one}
            completed={index < at || (isOver && index === at)}
            disabled={!wizard.reachable(one)}
          >
            <StepButton onClick={() => one !== step && wizard.goTo(one)}>{t(`step.${one}`)}</StepButton>
          </Step>
        ))}
      </Stepper>
      {step === "file" && (
        <CsvFilePanel
          title={t("step.file")}
          csv={csv}
          sample={{ label: t("template"), download: () => downloadTemplate(t) }}
        />
      )}
      {step === "mapping" && table && (
        <MappingPanel table={table} mapping={wizard.mapping} onChange={wizard.setMapping} />
      )}
      {step === "check" && <ImportProgress importRun={check} />}
      {step === "import" && <ImportProgress importRun={registering} />}
      {isOver && (
        <Alert severity={count > 0 ? "success" : "info"} variant="outlined" sx={{ mb: 2 }} role="status">
          {t("done", { count, formatted: formats.number(count) })}
        </Alert>
      )}
      {(step === "check" || step === "import") && table && (
        <ImportRows title={t(step === "check" ? "checked" : "results")} rows={rows} columns={table.columns} />
      )}
      <ImportActions wizard={wizard} />
    </Page>
  );
}

/** A step begins at its beginning, wherever the one before it was left. */
function comeIntoView(node: HTMLElement | null): void {
  node?.scrollIntoView({ block: "end" });
}
