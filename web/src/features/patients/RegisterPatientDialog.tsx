import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import {
  createInputOf,
  emptyPatient,
  patientFields,
  patientRules,
  type PatientValues,
} from "./patientForm.ts";
import { PatientFormFields } from "./PatientFormFields.tsx";

const createPatient = graphql(`
  mutation CreatePatient($input: CreatePatientInput!) {
    createPatient(input: $input) {
      patient {
        id
        recordNumber
      }
    }
  }
`);

export function RegisterPatientDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation("patients");
  const navigate = useNavigate();
  const toaster = useToaster();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [create] = useMutation(createPatient, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "patients" }),
  });
  const form = useForm<PatientValues>({ resolver: zodResolver(patientRules), defaultValues: emptyPatient });

  const submit = async (values: PatientValues) => {
    const { data } = await create({ variables: { input: { ...createInputOf(values), idempotencyKey } } });
    if (!data) return;
    const { id, recordNumber } = data.createPatient.patient;
    toaster.done(t("register.done", { number: recordNumber }));
    await navigate(`/health/patients/${id}`);
  };

  return (
    <FormDialog
      wide
      title={t("register.title")}
      form={form}
      fields={patientFields}
      submitText={t("register.submit")}
      onSubmit={submit}
      onClose={onClose}
    >
      <PatientFormFields form={form} />
    </FormDialog>
  );
}
