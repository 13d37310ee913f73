import { useMutation } from "@apollo/client/react";
import { Typography } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { download } from "../../charts/csv.ts";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import type { PatientData } from "./patientQuery.ts";

const exportPatient = graphql(`
  mutation ExportPatient($input: ExportPatientInput!) {
    exportPatient(input: $input) {
      bundle
      observations
    }
  }
`);

const periods = ["30", "90", "365", "all"] as const;
const rules = z.object({ period: z.enum(periods) });
type Values = z.infer<typeof rules>;
const dayMs = 86_400_000;

export function ExportPatientDialog({ patient, onClose }: { patient: PatientData; onClose: () => void }) {
  const { t } = useTranslation("patients");
  const toaster = useToaster();
  const [take] = useMutation(exportPatient, { fetchPolicy: "no-cache" });
  const form = useForm<Values>({ resolver: zodResolver(rules), defaultValues: { period: "90" } });
  const submit = async ({ period }: Values) => {
    const from = period === "all" ? null : new Date(Date.now() - Number(period) * dayMs).toISOString();
    const { data } = await take({ variables: { input: { patientId: patient.id, from } } });
    if (!data) return;
    const { bundle, observations } = data.exportPatient;
    download(`${patient.recordNumber}.fhir.json`, bundle, "application/fhir+json");
    toaster.done(t("export.done", { count: observations }));
    onClose();
  };
  return (
    <FormDialog
      title={t("export.title", { name: patient.name })}
      form={form}
      fields={["period"]}
      submitText={t("export.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Typography variant="body1">{t("export.text")}</Typography>
      <ChoiceInput
        control={form.control}
        name="period"
        label={t("export.period")}
        options={periods.map((value) => ({ value, label: t(`export.periods.${value}`) }))}
      />
    </FormDialog>
  );
}
