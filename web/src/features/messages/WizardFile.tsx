import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import { Alert, Box, Button, FormControlLabel, LinearProgress, Switch, Typography } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download, toCsv } from "../../charts/csv.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { ChoiceField } from "../../messages/content/ChoiceField.tsx";
import { encodings, rowsMax } from "../../messages/csv/readTable.ts";
import { FileButton } from "../../ui/FileButton.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { CsvSample } from "./CsvSample.tsx";
import type { Wizard } from "./useWizard.ts";

/** The file: given, read beside the page, and shown so that a wrong encoding is seen at once. */
export function WizardFile({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("messages");
  const formats = useFormats();
  const [over, setOver] = useState(false);
  const { file, table, header, encoding, reading, readError, read } = wizard;
  return (
    <Panel title={t("wizard.step.file")}>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        <Box
          onDragOver={(event) => {
            event.preventDefault();
            setOver(true);
          }}
          onDragLeave={() => setOver(false)}
          onDrop={(event) => {
            event.preventDefault();
            setOver(false);
            const [dropped] = event.dataTransfer.files;
            if (dropped) read({ file: dropped });
          }}
          sx={{
            border: "1px dashed",
            borderColor: over ? "primary.main" : "var(--field-edge)",
            bgcolor: over ? "action.selected" : "transparent",
            borderRadius: 1,
            p: 3,
            textAlign: "center",
          }}
        >
          <FileButton
            accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
            onFile={(chosen) => read({ file: chosen })}
          >
            {t(file ? "wizard.otherFile" : "wizard.chooseFile")}
          </FileButton>
          <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
            {t("wizard.fileHint", { most: formats.number(rowsMax) })}
          </Typography>
          <Button
            startIcon={<DownloadIcon />}
            onClick={() =>
              download(
                t("wizard.sampleName"),
                toCsv(
                  ["userid", "name", "time"],
                  [
                    ["zhangsan", t("wizard.sampleOne"), "10:30"],
                    ["lisi", t("wizard.sampleTwo"), "11:00"],
                  ],
                ),
              )
            }
          >
            {t("wizard.sample")}
          </Button>
        </Box>
        {reading && <LinearProgress aria-label={t("wizard.reading")} />}
        {readError !== null && (
          <Alert severity="error" variant="outlined">
            {t(readError instanceof RangeError ? "wizard.tooLarge" : "wizard.unreadable")}
          </Alert>
        )}
        {table && (
          <>
            {table.rows.length === 0 && (
              <Alert severity="warning" variant="outlined">
                {t("wizard.noRows")}
              </Alert>
            )}
            {table.tooMany && (
              <Alert severity="error" variant="outlined">
                {t("wizard.tooMany", { most: formats.number(rowsMax) })}
              </Alert>
            )}
            <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, alignItems: "center" }}>
              <Typography sx={{ flex: 1 }} role="status">
                {file?.name} ·{" "}
                {t("wizard.rows", { count: table.rows.length, formatted: formats.number(table.rows.length) })}
              </Typography>
              <FormControlLabel
                control={<Switch checked={header} onChange={(_, checked) => read({ header: checked })} />}
                label={t("wizard.header")}
              />
              <Box sx={{ width: 220 }}>
                <ChoiceField
                  label={t("wizard.encoding")}
                  value={encoding}
                  options={[
                    {
                      value: "auto",
                      label: t("wizard.encodings.auto", { found: t(`wizard.encodings.${table.encoding}`) }),
                    },
                    ...encodings.map((value) => ({ value, label: t(`wizard.encodings.${value}`) })),
                  ]}
                  onChange={(next) => read({ encoding: next })}
                />
              </Box>
            </Box>
            <CsvSample table={table} />
          </>
        )}
      </Box>
    </Panel>
  );
}
