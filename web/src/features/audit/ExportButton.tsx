import { useApolloClient, useMutation } from "@apollo/client/react";
import ExportIcon from "@mui/icons-material/FileDownloadOutlined";
import {
  Alert,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  LinearProgress,
  Radio,
  RadioGroup,
  Typography,
} from "@mui/material";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { AuditExportFormat, AuditFilter, Audit_ExportFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { follow } from "../../live/follow.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";

export const exportFragment = graphql(`
  fragment Audit_export on AuditExport {
    id
    status
    entries
    failure
    file {
      id
      name
    }
  }
`);

const startExport = graphql(`
  mutation StartAuditExport($input: StartAuditExportInput!) {
    startAuditExport(input: $input) {
      export {
        ...Audit_export
      }
    }
  }
`);

const exportProgress = graphql(`
  subscription AuditExportProgress($id: ID!) {
    auditExportProgress(exportId: $id) {
      ...Audit_export
    }
  }
`);

/** Has what the filters show, or the whole log, written to a file, and leads to it. */
export function ExportButton({ filter }: { filter: AuditFilter | null }) {
  const { t } = useTranslation("audit");
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button variant="outlined" startIcon={<ExportIcon />} onClick={() => setOpen(true)}>
        {t("export.open")}
      </Button>
      {open && <ExportDialog filter={filter} onClose={() => setOpen(false)} />}
    </>
  );
}

function ExportDialog({ filter, onClose }: { filter: AuditFilter | null; onClose: () => void }) {
  const { t } = useTranslation(["audit", "common"]);
  const client = useApolloClient();
  const [format, setFormat] = useState<AuditExportFormat>("CSV");
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [begun, setBegun] = useState<Audit_ExportFragment | null>(null);
  const [start, { loading, error }] = useMutation(startExport);
  const id = begun?.id;
  useEffect(() => {
    if (id === undefined) return;
    return follow(client, exportProgress, { id }, (data) => setBegun(data.auditExportProgress));
  }, [client, id]);
  const begin = () => {
    start({ variables: { input: { format, filter, idempotencyKey: `${idempotencyKey} ${format}` } } }).then(
      ({ data }) => data && setBegun(data.startAuditExport.export),
      () => undefined, // shown from the mutation's own state
    );
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth aria-labelledby="export-title">
      <DialogTitle id="export-title">{t("export.title")}</DialogTitle>
      <DialogContent sx={{ display: "grid", gap: 2 }}>
        {begun ? (
          <Standing begun={begun} />
        ) : (
          <>
            <Typography variant="body2">{t(filter ? "export.filtered" : "export.whole")}</Typography>
            <RadioGroup
              aria-label={t("export.format")}
              value={format}
              onChange={(_, value) => setFormat(value === "JSONL" ? "JSONL" : "CSV")}
            >
              <FormControlLabel value="CSV" control={<Radio />} label={t("export.csv")} />
              <FormControlLabel value="JSONL" control={<Radio />} label={t("export.jsonl")} />
            </RadioGroup>
          </>
        )}
        {error && <ErrorNotice error={error} />}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t("common:close")}
        </Button>
        {!begun && (
          <Button variant="contained" disabled={loading} onClick={begin}>
            {t("export.start")}
          </Button>
        )}
        {begun?.status === "DONE" && begun.file && (
          <Button variant="contained" component={Link} to={`/files?dialog=preview&file=${begun.file.id}`}>
            {t("export.toFile")}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

function Standing({ begun: { status, entries, failure } }: { begun: Audit_ExportFragment }) {
  const { t } = useTranslation("audit");
  const formats = useFormats();
  if (status === "FAILED")
    return <Alert severity="error">{t("export.failed", { reason: failure ?? "" })}</Alert>;
  if (status === "DONE")
    return <Alert severity="success">{t("export.done", { entries: formats.number(entries) })}</Alert>;
  return (
    <>
      <LinearProgress aria-label={t("export.title")} />
      <Typography variant="body2" role="status">
        {t("export.running", { entries: formats.number(entries) })}
      </Typography>
    </>
  );
}
