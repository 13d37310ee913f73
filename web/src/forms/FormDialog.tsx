import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from "@mui/material";
import { type ReactNode, useId, useState } from "react";
import type { FieldPath, FieldValues, UseFormReturn } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { placeIssues } from "./serverIssues.ts";
import { UnsavedGuard } from "./UnsavedGuard.tsx";

interface FormDialogProps<Values extends FieldValues> {
  title: string;
  form: UseFormReturn<Values>;
  /** The names of the fields, beside which the server's complaints are shown. */
  fields: readonly FieldPath<Values>[];
  submitText: string;
  /** Called with checked values. When it rejects, the dialog stays and says why. */
  onSubmit: (values: Values) => Promise<void>;
  onClose: () => void;
  wide?: boolean;
  children: ReactNode;
}

export function FormDialog<Values extends FieldValues>(props: FormDialogProps<Values>) {
  const { title, form, fields, submitText, onSubmit, onClose, wide = false, children } = props;
  const { t } = useTranslation();
  const id = useId();
  const [error, setError] = useState<unknown>(null);
  const { isDirty, isSubmitting, isSubmitSuccessful } = form.formState;

  const submit = form.handleSubmit(async (values) => {
    setError(null);
    try {
      await onSubmit(values);
    } catch (problem) {
      setError(placeIssues(problem, fields, form.setError));
    }
  });

  return (
    <Dialog open onClose={onClose} maxWidth={wide ? "md" : "sm"} fullWidth aria-labelledby={id}>
      <UnsavedGuard dirty={isDirty && !isSubmitting && (!isSubmitSuccessful || error !== null)} />
      <DialogTitle id={id}>{title}</DialogTitle>
      <Box component="form" noValidate onSubmit={(event) => void submit(event)} sx={{ display: "contents" }}>
        <DialogContent
          sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2, pt: "8px !important" }}
        >
          {children}
          {error !== null && <ErrorNotice error={error} />}
        </DialogContent>
        <DialogActions>
          <Button color="inherit" onClick={onClose}>
            {t("cancel")}
          </Button>
          <Button type="submit" variant="contained" disabled={isSubmitting}>
            {submitText}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
