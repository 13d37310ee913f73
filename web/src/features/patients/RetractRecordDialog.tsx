import { useMutation } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { type RecordData, retractPatientRecord } from "./timelineQuery.ts";

const rules = z.object({
  reason: z.string().check(z.trim(), z.minLength(2, "required"), z.maxLength(200, "tooLong")),
});
type Values = z.infer<typeof rules>;

export function RetractRecordDialog({ record, onClose }: { record: RecordData; onClose: () => void }) {
  const { t } = useTranslation("patients");
  const toaster = useToaster();
  const [retract] = useMutation(retractPatientRecord);
  const form = useForm<Values>({ resolver: zodResolver(rules), defaultValues: { reason: "" } });
  const submit = async ({ reason }: Values) => {
    await retract({ variables: { input: { recordId: record.id, reason } } });
    toaster.done(t("timeline.retracted"));
    onClose();
  };
  return (
    <FormDialog
      title={t("timeline.retract")}
      form={form}
      fields={["reason"]}
      submitText={t("timeline.retract")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Typography variant="body1">{t("timeline.retractText", { title: record.title ?? "" })}</Typography>
      <TextInput control={form.control} name="reason" label={t("reveal.reason")} required autoFocus />
    </FormDialog>
  );
}
