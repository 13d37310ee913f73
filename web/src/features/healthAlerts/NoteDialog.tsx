import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { addNote } from "./alertQuery.ts";

const rules = z.object({
  note: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(2_000, "tooLong")),
});

/** Writes something into the alert's timeline. */
export function NoteDialog(props: { alertId: string; onClose: () => void; onDone: () => void }) {
  const { alertId, onClose, onDone } = props;
  const { t } = useTranslation("healthAlerts");
  const toaster = useToaster();
  const [add] = useMutation(addNote);
  const form = useForm<z.infer<typeof rules>>({ resolver: zodResolver(rules), defaultValues: { note: "" } });
  return (
    <FormDialog
      title={t("note.title")}
      form={form}
      fields={["note"]}
      submitText={t("note.submit")}
      onClose={onClose}
      onSubmit={async ({ note }) => {
        await add({ variables: { input: { alertId, note } } });
        toaster.done(t("note.done"));
        onDone();
      }}
    >
      <TextInput
        control={form.control}
        name="note"
        label={t("note.label")}
        required
        multiline
        minRows={3}
        autoFocus
      />
    </FormDialog>
  );
}
