import { useMutation, useQuery } from "@apollo/client/react";
import { Alert } from "@mui/material";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan, useViewer } from "../../viewer/ViewerContext.ts";
import { changeCareTeam } from "./patientMutations.ts";
import type { PatientData } from "./patientQuery.ts";

const peopleQuery = graphql(`
  query CareTeamOptions {
    colleagues(first: 200) {
      nodes {
        id
        displayName
      }
    }
  }
`);

const rules = z.object({
  clinicianId: z.string(),
  careTeamIds: z.array(z.string()),
  department: z.string().check(z.trim(), z.maxLength(50, "tooLong")),
});
type Values = z.infer<typeof rules>;

/** Who looks after the patient. Whoever may not know colleagues can still take the patient over, or hand it back. */
export function CareTeamDialog({ patient, onClose }: { patient: PatientData; onClose: () => void }) {
  const { t } = useTranslation(["patients", "common"]);
  const can = useCan();
  const { user } = useViewer();
  const toaster = useToaster();
  const [change] = useMutation(changeCareTeam, { refetchQueries: ["Patient"], awaitRefetchQueries: true });
  const { data } = useQuery(peopleQuery, { skip: !can("colleague:read") });
  const form = useForm<Values>({
    resolver: zodResolver(rules),
    defaultValues: {
      clinicianId: patient.clinician?.id ?? "",
      careTeamIds: [...patient.careTeamUserIds],
      department: patient.department ?? "",
    },
  });

  const me = user ? [{ id: user.id, displayName: user.displayName }] : [];
  const people = new Map(
    [patient.clinician, ...(patient.careTeam ?? []), ...(data?.colleagues.nodes ?? me)].flatMap((each) =>
      each?.displayName === undefined ? [] : [[each.id, each.displayName] as const],
    ),
  );
  // Somebody who has left, or whom the viewer may not see, stays in the team until they are taken out.
  const named = [patient.clinician?.id, ...patient.careTeamUserIds].filter((id) => id !== undefined);
  const unseen = [...new Set(named)].filter((id) => !people.has(id));
  const options = [
    ...[...people].map(([value, label]) => ({ value, label })),
    ...unseen.map((id) => ({ value: id, label: t("team.unseen") })),
  ];

  const submit = async (values: Values) => {
    const { clinicianId, careTeamIds, department } = values;
    const input = { clinicianId: clinicianId || null, careTeamIds, department: department || null };
    await change({
      variables: { input: { patientId: patient.id, expectedVersion: patient.version, ...input } },
    });
    toaster.done(t("common:saved"));
    onClose();
  };

  return (
    <FormDialog
      title={t("team.title", { name: patient.name })}
      form={form}
      fields={["clinicianId", "careTeamIds", "department"]}
      submitText={t("common:save")}
      onSubmit={submit}
      onClose={onClose}
    >
      <Alert severity="info">{t("team.text")}</Alert>
      <ChoiceInput
        control={form.control}
        name="clinicianId"
        label={t("fact.clinician")}
        options={[{ value: "", label: t("team.nobody") }, ...options]}
      />
      <ChoiceInput
        control={form.control}
        name="careTeamIds"
        label={t("fact.careTeam")}
        multiple
        options={options}
      />
      <TextInput control={form.control} name="department" label={t("column.department")} />
    </FormDialog>
  );
}
