import { useMutation } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import { retractVital, type VitalRowData } from "./vitalsQuery.ts";

const rules = z.object({
  reason: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(500, "tooLong")),
});

interface RetractDialogProps {
  vital: VitalRowData;
  onClose: () => void;
  onRetracted: () => void;
}

export function RetractDialog({ vital, onClose, onRetracted }: RetractDialogProps) {
  const { t } = useTranslation("vitals");
  const toaster = useToaster();
  const formats = useFormats();
  const words = useVitalWords();
  const [retract] = useMutation(retractVital);
  const form = useForm<z.infer<typeof rules>>({
    resolver: zodResolver(rules),
    defaultValues: { reason: "" },
  });
  const what = `${words.name(vital.code)} ${words.value(vital.code, vital.value)}`;
  return (
    <FormDialog
      title={t("retract.title")}
      form={form}
      fields={["reason"]}
      submitText={t("retract.action")}
      onClose={onClose}
      onSubmit={async ({ reason }) => {
        await retract({ variables: { input: { vitalSignId: vital.id, reason } } });
        toaster.done(t("retract.done"));
        onRetracted();
        onClose();
      }}
    >
      <Typography>{t("retract.text", { what, time: formats.dateTime(vital.measuredAt) })}</Typography>
      <TextInput
        control={form.control}
        name="reason"
        label={t("retract.reason")}
        hint={t("retract.hint")}
        required
        multiline
        minRows={2}
        autoFocus
      />
    </FormDialog>
  );
}
