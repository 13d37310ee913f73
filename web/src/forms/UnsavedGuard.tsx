import { Button, Dialog, DialogActions, DialogContent, DialogContentText, DialogTitle } from "@mui/material";
import { useEffect } from "react";
import { useTranslation } from "react-i18next";
import { useBlocker } from "react-router";

/** Stands between unsaved entries and whatever would leave them: a link, Back, closing the dialog or the tab. */
export function UnsavedGuard({ dirty }: { dirty: boolean }) {
  const { t } = useTranslation();
  const blocker = useBlocker(
    ({ currentLocation: from, nextLocation: to }) =>
      dirty && (from.pathname !== to.pathname || from.search !== to.search),
  );

  useEffect(() => {
    if (!dirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [dirty]);

  if (blocker.state !== "blocked") return null;
  return (
    <Dialog open onClose={() => blocker.reset()} maxWidth="xs" role="alertdialog">
      <DialogTitle>{t("unsaved.title")}</DialogTitle>
      <DialogContent>
        <DialogContentText variant="body1">{t("unsaved.text")}</DialogContentText>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={() => blocker.proceed()}>
          {t("discard")}
        </Button>
        <Button variant="contained" autoFocus onClick={() => blocker.reset()}>
          {t("keepEditing")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
