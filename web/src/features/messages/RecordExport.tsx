import { useApolloClient } from "@apollo/client/react";
import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import { IconButton, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../charts/csv.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useErrorWords } from "./errorWords.ts";
import { collectRecords, recordsCsv } from "./exportRecords.ts";
import { filterOf, type RecordsState } from "./recordsQuery.ts";

/** All that fits the filters, and not only the page on the screen. */
export function RecordExport({ state }: { state: RecordsState }) {
  const { t } = useTranslation(["messages", "status", "common"]);
  const client = useApolloClient();
  const formats = useFormats();
  const toaster = useToaster();
  const words = useErrorWords();
  const [busy, setBusy] = useState(false);
  const label = t("common:exportCsv");
  const run = () => {
    setBusy(true);
    collectRecords(client, filterOf(state))
      .then(
        ({ rows, more }) => {
          download(
            `${t("records.title")} ${formats.date(Date.now())}.csv`,
            recordsCsv(rows, t, formats, words),
          );
          toaster.done(t(more ? "records.exportedFirst" : "records.exported", { count: rows.length }));
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
