import { useMutation } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { statuses } from "./patientListQuery.ts";
import { setPatientStatus } from "./patientMutations.ts";
import type { PatientData } from "./patientQuery.ts";

const rules = z.object({ status: z.enum(statuses) });
type Values = z.infer<typeof rules>;

export function StatusDialog({ patient, onClose }: { patient: PatientData; onClose: () => void }) {
  const { t } = useTranslation(["patients", "common"]);
  const toaster = useToaster();
  const [set] = useMutation(setPatientStatus, { refetchQueries: ["Patient"], awaitRefetchQueries: true });
  const form = useForm<Values>({
    resolver: zodResolver(rules),
    defaultValues: { status: patient.status },
  });
  const submit = async ({ status }: Values) => {
    await set({ variables: { input: { patientId: patient.id, status } } });
    toaster.done(t("common:saved"));
    onClose();
  };
  return (
    <FormDialog
      title={t("statusDialog.title", { name: patient.name })}
      form={form}
      fields={["status"]}
      submitText={t("common:save")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Typography variant="body1">{t("statusDialog.text")}</Typography>
      <ChoiceInput
        control={form.control}
        name="status"
        label={t("filter.status")}
        options={statuses.map((value) => ({ value, label: t(`status.${value}`) }))}
      />
    </FormDialog>
  );
}
