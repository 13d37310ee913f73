import { MenuItem, TextField } from "@mui/material";
import { Controller, useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { useAlertActs } from "../../healthAlerts/useAlertActs.ts";
import { useViewer } from "../../viewer/ViewerContext.ts";
import type { AlertData } from "./alertQuery.ts";

/** Whose task it is: one's own, or of who looks after the patient. */
export function AssignDialog(props: { alert: AlertData; onClose: () => void; onDone: () => void }) {
  const { alert, onClose, onDone } = props;
  const { t } = useTranslation("healthAlerts");
  const { user } = useViewer();
  const acts = useAlertActs();
  const form = useForm<{ userId: string }>({
    defaultValues: { userId: alert.assignedTo?.id ?? user?.id ?? "" },
  });
  const people = new Map<string, string>();
  if (user) people.set(user.id, t("assign.self", { name: user.displayName }));
  for (const person of [alert.patient?.clinician, ...(alert.patient?.careTeam ?? []), alert.assignedTo])
    if (person?.displayName !== undefined && !people.has(person.id))
      people.set(person.id, person.displayName);
  return (
    <FormDialog
      title={t("assign.title")}
      form={form}
      fields={["userId"]}
      submitText={t("assign.action")}
      onClose={onClose}
      onSubmit={async ({ userId }) => {
        await acts.assign([alert], userId || null);
        onDone();
      }}
    >
      <Controller
        control={form.control}
        name="userId"
        render={({ field, fieldState }) => (
          <TextField
            {...field}
            select
            label={t("assign.person")}
            helperText={fieldState.error?.message ?? t("assign.hint")}
            error={fieldState.error !== undefined}
          >
            {[...people].map(([id, name]) => (
              <MenuItem key={id} value={id}>
                {name}
              </MenuItem>
            ))}
            <MenuItem value="">{t("assign.nobody")}</MenuItem>
          </TextField>
        )}
      />
    </FormDialog>
  );
}
