import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from "@mui/material";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "./ErrorNotice.tsx";

interface ConfirmDialogProps {
  title: string;
  children: ReactNode;
  confirmText: string;
  /** Destroys or takes away something: the button says so by its colour, and is not the one focused. */
  danger?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
}

/** Asks before what cannot be undone, and stays open, with the reason, when it did not work. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, confirmText, danger = false, onConfirm, onClose } = props;
  const { t } = useTranslation();
  const id = useId();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const confirm = () => {
    setBusy(true);
    setError(null);
    onConfirm().then(onClose, (problem: unknown) => {
      setBusy(false);
      setError(problem);
    });
  };
  return (
    <Dialog open onClose={onClose} maxWidth="xs" fullWidth role="alertdialog" aria-labelledby={`${id}-title`}>
      <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
      <DialogContent sx={{ display: "grid", gap: 2 }}>
        <DialogContentText component="div" variant="body1">
          {children}
        </DialogContentText>
        {error !== null && <ErrorNotice error={error} />}
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={onClose} autoFocus={danger}>
          {t("cancel")}
        </Button>
        <Button
          variant="contained"
          color={danger ? "error" : "primary"}
          onClick={confirm}
          disabled={busy}
          autoFocus={!danger}
        >
          {confirmText}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
