import { useApolloClient } from "@apollo/client/react";
import DownloadIcon from "@mui/icons-material/FileDownloadOutlined";
import { IconButton, Tooltip } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { download } from "../../charts/csv.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import type { ListState } from "./accountListQuery.ts";
import { accountsCsv, collectAccounts } from "./exportAccounts.ts";

/** The whole list as the filters have it, and not only the page on the screen. */
export function ExportButton({ state }: { state: ListState }) {
  const { t } = useTranslation(["accounts", "status", "common"]);
  const can = useCan();
  const client = useApolloClient();
  const formats = useFormats();
  const toaster = useToaster();
  const [busy, setBusy] = useState(false);
  const label = t("common:exportCsv");

  const run = () => {
    setBusy(true);
    collectAccounts(client, state, can("user:read"))
      .then(
        (rows) => {
          download(`${t("title")} ${formats.date(Date.now())}.csv`, accountsCsv(rows, t, formats));
          toaster.done(t("exported", { count: rows.length }));
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
