import {
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Skeleton,
  Typography,
} from "@mui/material";
import { type ReactNode, useId } from "react";
import { useTranslation } from "react-i18next";
import { seriousError } from "../session/refusal.ts";
import { ErrorNotice } from "./ErrorNotice.tsx";

interface DetailDialogProps {
  title: string;
  maxWidth: "sm" | "md";
  error: unknown;
  onRetry: () => void;
  /** Until the answer is there. */
  isLoading: boolean;
  /** Said instead of the details when there is no such thing any more. */
  gone: string | null;
  /** Beside the button that closes it. */
  actions: ReactNode;
  onClose: () => void;
  children: ReactNode;
}

/** One thing of a list in full, as it is asked for when it is opened: waiting, failed, gone, or its details. */
export function DetailDialog(props: DetailDialogProps) {
  const { title, maxWidth, error, onRetry, isLoading, gone, actions, onClose, children } = props;
  const { t } = useTranslation("common");
  const titleId = useId();
  const serious = seriousError(error);
  return (
    <Dialog open onClose={onClose} maxWidth={maxWidth} fullWidth aria-labelledby={titleId}>
      <DialogTitle id={titleId} sx={{ overflowWrap: "anywhere" }}>
        {title}
      </DialogTitle>
      <DialogContent sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
        {serious !== undefined && <ErrorNotice error={serious} onRetry={onRetry} />}
        {gone !== null && <Typography>{gone}</Typography>}
        {isLoading && serious === undefined && <Skeleton variant="rounded" height={260} />}
        {children}
      </DialogContent>
      <DialogActions>
        {actions}
        <Button variant="contained" onClick={onClose}>
          {t("close")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
