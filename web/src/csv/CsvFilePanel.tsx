import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import { Alert, Box, Button, FormControlLabel, LinearProgress, Switch, Typography } from "@mui/material";
import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormats } from "../i18n/useFormats.ts";
import { ChoiceField } from "../messages/content/ChoiceField.tsx";
import { FileButton } from "../ui/FileButton.tsx";
import { Panel } from "../ui/Panel.tsx";
import { CsvSample } from "./CsvSample.tsx";
import { encodings, rowsMax } from "./readTable.ts";
import type { CsvFile } from "./useCsvFile.ts";

interface CsvFilePanelProps {
  title: string;
  csv: CsvFile;
  /** A file to begin with. */
  sample: { label: string; download: () => void };
  children?: ReactNode;
}

/** The file: given, read beside the page, and shown so that a wrong encoding is seen at once. */
export function CsvFilePanel({ title, csv, sample, children }: CsvFilePanelProps) {
  const { t } = useTranslation("csv");
  const formats = useFormats();
  const [over, setOver] = useState(false);
  const { file, table, header, encoding, reading, readError, read } = csv;
  return (
    <Panel title={title}>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {children}
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
            accept=".xlsx,.csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            onFile={(chosen) => read({ file: chosen })}
          >
            {t(file ? "otherFile" : "chooseFile")}
          </FileButton>
          <Typography variant="body2" color="textSecondary" sx={{ mt: 1 }}>
            {t("fileHint", { most: formats.number(rowsMax) })}
          </Typography>
          <Button startIcon={<DownloadIcon />} onClick={sample.download}>
            {sample.label}
          </Button>
        </Box>
        {reading && <LinearProgress aria-label={t("reading")} />}
        {readError !== null && (
          <Alert severity="error" variant="outlined">
            {t(readError instanceof RangeError ? "tooLarge" : "unreadable")}
          </Alert>
        )}
        {table && (
          <>
            {table.rows.length === 0 && (
              <Alert severity="warning" variant="outlined">
                {t("noRows")}
              </Alert>
            )}
            {table.tooMany && (
              <Alert severity="error" variant="outlined">
                {t("tooMany", { most: formats.number(rowsMax) })}
              </Alert>
            )}
            <Box sx={{ display: "flex", flexWrap: "wrap", gap: 2, alignItems: "center" }}>
              <Typography sx={{ flex: 1 }} role="status">
                {file?.name} ·{" "}
                {t("rows", { count: table.rows.length, formatted: formats.number(table.rows.length) })}
              </Typography>
              <FormControlLabel
                control={<Switch checked={header} onChange={(_, checked) => read({ header: checked })} />}
                label={t("header")}
              />
              {table.encoding !== null && (
                <Box sx={{ width: 220 }}>
                  <ChoiceField
                    label={t("encoding")}
                    value={encoding}
                    options={[
                      {
                        value: "auto",
                        label: t("encodings.auto", { found: t(`encodings.${table.encoding}`) }),
                      },
                      ...encodings.map((value) => ({ value, label: t(`encodings.${value}`) })),
                    ]}
                    onChange={(next) => read({ encoding: next })}
                  />
                </Box>
              )}
            </Box>
            <CsvSample table={table} />
          </>
        )}
      </Box>
    </Panel>
  );
}
