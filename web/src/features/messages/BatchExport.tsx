import { useApolloClient } from "@apollo/client/react";
import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import { Button } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../charts/csv.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useErrorWords } from "./errorWords.ts";
import { collectRecords, recordsCsv } from "./exportRecords.ts";

/** What became of each message of a batch, as a file. */
export function BatchExport({ id, name }: { id: string; name: string }) {
  const { t } = useTranslation(["messages", "status", "common"]);
  const client = useApolloClient();
  const formats = useFormats();
  const words = useErrorWords();
  const toaster = useToaster();
  const [busy, setBusy] = useState(false);
  const run = () => {
    setBusy(true);
    collectRecords(client, { batchId: id })
      .then(
        ({ rows }) => download(`${name}.csv`, recordsCsv(rows, t, formats, words)),
        (error: unknown) => toaster.failed(error),
      )
      .finally(() => setBusy(false));
  };
  return (
    <Button startIcon={<DownloadIcon />} disabled={busy} onClick={run}>
      {t("batch.export")}
    </Button>
  );
}
