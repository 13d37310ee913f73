import { useLazyQuery } from "@apollo/client/react";
import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogContentText,
  DialogTitle,
  TextField,
} from "@mui/material";
import { useEffect, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { useDebounced } from "../../ui/useDebounced.ts";
import { previewQuery } from "./checkupQueries.ts";
import type { ItemData } from "./checkupQueries.ts";
import { ReportItems } from "./ReportItems.tsx";

interface PasteDialogProps {
  patientId: string;
  examinedOn: string;
  onTake: (items: readonly ItemData[]) => void;
  onClose: () => void;
}

/** A pasted table, and at once what of it can be taken and what cannot. */
export function PasteDialog({ patientId, examinedOn, onTake, onClose }: PasteDialogProps) {
  const { t } = useTranslation(["checkups", "common"]);
  const titleId = useId();
  const [text, setText] = useState("");
  const asked = useDebounced(text, 300);
  const [preview, { data, error, loading }] = useLazyQuery(previewQuery, { fetchPolicy: "no-cache" });

  useEffect(() => {
    if (asked.trim() !== "")
      void preview({ variables: { input: { text: asked, patientId, examinedOn: examinedOn || null } } });
  }, [asked, examinedOn, patientId, preview]);

  const found = text.trim() === "" ? undefined : data?.checkupItemsPreview;
  const items = found?.items ?? [];
  return (
    <Dialog open onClose={onClose} maxWidth="md" fullWidth aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{t("paste.title")}</DialogTitle>
      <DialogContent sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        <DialogContentText>{t("paste.hint")}</DialogContentText>
        <TextField
          label={t("paste.field")}
          value={text}
          onChange={({ target }) => setText(target.value)}
          multiline
          minRows={5}
          maxRows={10}
          autoFocus
          slotProps={{ htmlInput: { maxLength: 200_000, style: { fontFamily: "monospace" } } }}
        />
        {error && <ErrorNotice error={error} />}
        {found && (
          <Box aria-live="polite" sx={{ display: "grid", gap: 1.5, gridTemplateColumns: "minmax(0,1fr)" }}>
            {found.problems.length > 0 && (
              <Alert severity="warning" variant="outlined">
                <Box component="ul" sx={{ m: 0, pl: 2, maxHeight: 140, overflow: "auto" }}>
                  {found.problems.map(({ line, column, problem }) => (
                    <li key={`${line} ${column}`}>
                      {t("paste.line", { line })}: {t(`paste.problem.${problem}`)}
                    </li>
                  ))}
                </Box>
              </Alert>
            )}
            <span>{t("paste.found", { count: items.length })}</span>
            {items.length > 0 && <ReportItems items={items} />}
          </Box>
        )}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose}>
          {t("common:cancel")}
        </Button>
        <Button
          variant="contained"
          disabled={items.length === 0 || loading || asked !== text}
          onClick={() => {
            onTake(items);
            onClose();
          }}
        >
          {t("paste.add", { count: items.length })}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
