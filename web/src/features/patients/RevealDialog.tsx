import { useMutation } from "@apollo/client/react";
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from "@mui/material";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { Facts } from "../../ui/Facts.tsx";
import { revealIdentity } from "./patientMutations.ts";
import type { PatientData } from "./patientQuery.ts";

const rules = z.object({
  reason: z.string().check(z.trim(), z.minLength(4, "reason"), z.maxLength(200, "tooLong")),
});
type Values = z.infer<typeof rules>;

/** Shows who the patient is in full, once a reason is given; gone again when the dialog is closed. */
export function RevealDialog({ patient, onClose }: { patient: PatientData; onClose: () => void }) {
  const { t } = useTranslation(["patients", "common"]);
  const id = useId();
  const [reveal, { data }] = useMutation(revealIdentity, { fetchPolicy: "no-cache" });
  const form = useForm<Values>({ resolver: zodResolver(rules), defaultValues: { reason: "" } });
  const identity = data?.revealPatientIdentity.identity;

  if (!identity)
    return (
      <FormDialog
        title={t("reveal.title", { name: patient.name })}
        form={form}
        fields={["reason"]}
        submitText={t("reveal.submit")}
        onSubmit={async ({ reason }) => {
          await reveal({ variables: { input: { patientId: patient.id, reason } } });
        }}
        onClose={onClose}
      >
        <Typography variant="body1">{t("reveal.text")}</Typography>
        <TextInput control={form.control} name="reason" label={t("reveal.reason")} required autoFocus />
      </FormDialog>
    );
  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{t("reveal.title", { name: patient.name })}</DialogTitle>
      <DialogContent>
        <Facts
          facts={[
            [t("column.name"), identity.name],
            [t("fact.idNumber"), identity.idNumber ?? "–"],
            [t("column.phone"), identity.phone ?? "–"],
            [t("fact.address"), identity.address ?? "–"],
            ...identity.contacts.map(
              ({ name, relation, phone }, nth) =>
                [
                  t("reveal.contact", { nth: nth + 1 }),
                  [name, relation, phone].filter(Boolean).join(" · "),
                ] as const,
            ),
          ]}
        />
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {t("common:close")}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
