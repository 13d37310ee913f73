import {
  Alert,
  Button,
  Checkbox,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
} from "@mui/material";
import { type ReactNode, useId, useState } from "react";
import { useTranslation } from "react-i18next";

interface ShownOnceDialogProps {
  title: string;
  /** That it will not be shown again. */
  warning: string;
  /** What its reader says to have done with it. */
  kept: string;
  narrow?: boolean;
  onClose: () => void;
  children: ReactNode;
}

/** Something that is shown once. It closes only when its reader says that it is kept. */
export function ShownOnceDialog(props: ShownOnceDialogProps) {
  const { title, warning, kept, narrow = false, onClose, children } = props;
  const { t } = useTranslation("common");
  const titleId = useId();
  const [isKept, setKept] = useState(false);
  return (
    <Dialog open maxWidth={narrow ? "xs" : "sm"} fullWidth aria-labelledby={titleId}>
      <DialogTitle id={titleId}>{title}</DialogTitle>
      <DialogContent sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
        <Alert severity="warning">{warning}</Alert>
        {children}
        <FormControlLabel
          control={<Checkbox checked={isKept} onChange={(_, checked) => setKept(checked)} />}
          label={kept}
        />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" disabled={!isKept} onClick={onClose}>
          {t("done")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
