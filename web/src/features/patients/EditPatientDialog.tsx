import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { changeInputOf, patientFields, patientRules, type PatientValues, valuesOf } from "./patientForm.ts";
import { PatientFormFields } from "./PatientFormFields.tsx";
import type { PatientData } from "./patientQuery.ts";

const changePatient = graphql(`
  mutation ChangePatient($input: ChangePatientInput!) {
    changePatient(input: $input) {
      patient {
        id
        version
      }
    }
  }
`);

export function EditPatientDialog({ patient, onClose }: { patient: PatientData; onClose: () => void }) {
  const { t } = useTranslation(["patients", "common"]);
  const toaster = useToaster();
  const [change] = useMutation(changePatient, { refetchQueries: ["Patient"], awaitRefetchQueries: true });
  const form = useForm<PatientValues>({
    resolver: zodResolver(patientRules),
    defaultValues: valuesOf(patient),
  });
  const { dirtyFields } = form.formState;

  const submit = async (values: PatientValues) => {
    const touched = (field: keyof PatientValues) => dirtyFields[field] !== undefined;
    await change({ variables: { input: changeInputOf(patient, values, touched) } });
    toaster.done(t("common:saved"));
    onClose();
  };

  return (
    <FormDialog
      wide
      title={t("edit.title", { name: patient.name })}
      form={form}
      fields={patientFields}
      submitText={t("common:save")}
      onSubmit={submit}
      onClose={onClose}
    >
      <PatientFormFields form={form} patient={patient} />
    </FormDialog>
  );
}
