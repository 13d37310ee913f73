import { useMutation } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { setPatientConsent } from "./patientMutations.ts";
import type { PatientData } from "./patientQuery.ts";

const rules = z.object({ note: z.string().check(z.trim(), z.maxLength(500, "tooLong")) });

/** Gives consent, or takes it back: the other one of what holds now. */
export function ConsentDialog({ patient, onClose }: { patient: PatientData; onClose: () => void }) {
  const { t } = useTranslation("patients");
  const toaster = useToaster();
  const hasConsented = patient.consent !== "GRANTED";
  const which = hasConsented ? "grant" : "withdraw";
  const [set] = useMutation(setPatientConsent, { refetchQueries: ["Patient"], awaitRefetchQueries: true });
  const form = useForm<z.infer<typeof rules>>({ resolver: zodResolver(rules), defaultValues: { note: "" } });

  const submit = async ({ note }: z.infer<typeof rules>) => {
    const input = { patientId: patient.id, hasConsented, ...(note && { note }) };
    await set({ variables: { input } });
    toaster.done(t(`consentDialog.${which}.done`));
    onClose();
  };

  return (
    <FormDialog
      title={t(`consentDialog.${which}.title`, { name: patient.name })}
      form={form}
      fields={["note"]}
      submitText={t(`consentDialog.${which}.submit`)}
      onSubmit={submit}
      onClose={onClose}
    >
      <Typography variant="body1">{t(`consentDialog.${which}.text`)}</Typography>
      <TextInput
        control={form.control}
        name="note"
        label={t("consentDialog.note")}
        hint={t("consentDialog.noteHint")}
        multiline
        minRows={2}
      />
    </FormDialog>
  );
}
