import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../forms/FormDialog.tsx";
import { TextInput } from "../forms/TextInput.tsx";
import { zodResolver } from "../forms/zodResolver.ts";
import type { HealthAlertRow } from "./healthAlertQueries.ts";
import { useAlertActs } from "./useAlertActs.ts";

const noteMax = 2_000;
const optional = z.object({ note: z.string().check(z.trim(), z.maxLength(noteMax, "tooLong")) });
const required = z.object({
  note: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(noteMax, "tooLong")),
});

interface AlertActDialogProps {
  act: "acknowledge" | "resolve";
  alerts: readonly Pick<HealthAlertRow, "id" | "version">[];
  onClose: () => void;
  /** In place of `onClose` once it is done: two changes of an address at once would undo each other. */
  onDone?: () => void;
}

/** Takes alerts on, or ends them by hand, with a note. */
export function AlertActDialog({ act, alerts, onClose, onDone }: AlertActDialogProps) {
  const { t } = useTranslation("healthAlerts");
  const acts = useAlertActs();
  const rules = act === "resolve" ? required : optional;
  const form = useForm<z.infer<typeof optional>>({
    resolver: zodResolver(rules),
    defaultValues: { note: "" },
  });
  return (
    <FormDialog
      title={t(`${act}.title`, { count: alerts.length })}
      form={form}
      fields={["note"]}
      submitText={t(`${act}.action`)}
      onClose={onClose}
      onSubmit={async ({ note }) => {
        await acts[act](alerts, note);
        (onDone ?? onClose)();
      }}
    >
      <TextInput
        control={form.control}
        name="note"
        label={t(`${act}.note`)}
        hint={t(`${act}.hint`)}
        required={act === "resolve"}
        multiline
        minRows={3}
        autoFocus
      />
    </FormDialog>
  );
}
