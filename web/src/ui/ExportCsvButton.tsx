import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import { IconButton, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../charts/csv.ts";
import { useFormats } from "../i18n/useFormats.ts";
import { useToaster } from "./Toasts.tsx";

interface ExportCsvButtonProps {
  /** Of the file; the day is added. */
  name: string;
  /** The file's text, and what is said once it is there. */
  read: () => Promise<{ csv: string; told: string }>;
}

/** The whole list as the filters have it, and not only the page on the screen. */
export function ExportCsvButton({ name, read }: ExportCsvButtonProps) {
  const { t } = useTranslation("common");
  const formats = useFormats();
  const toaster = useToaster();
  const [busy, setBusy] = useState(false);
  const label = t("exportCsv");

  const run = () => {
    setBusy(true);
    read()
      .then(
        ({ csv, told }) => {
          download(`${name} ${formats.date(Date.now())}.csv`, csv);
          toaster.done(told);
        },
        (error: unknown) => toaster.failed(error),
      )
      .finally(() => setBusy(false));
  };

  return (
    <Tooltip title={label}>
      <span>
        <IconButton aria-label={label} disabled={busy} onClick={run}>
          <DownloadIcon fontSize="small" />
        </IconButton>
      </span>
    </Tooltip>
  );
}
