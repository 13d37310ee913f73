import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { FormDialog } from "../forms/FormDialog.tsx";
import { TextInput } from "../forms/TextInput.tsx";
import { zodResolver } from "../forms/zodResolver.ts";
import { useToaster } from "../ui/Toasts.tsx";
import { acknowledgeAlerts } from "./alertFragment.ts";

const rules = z.object({ note: z.string().check(z.trim(), z.maxLength(500, "tooLong")) });

interface AcknowledgeDialogProps {
  alertIds: readonly string[];
  onClose: () => void;
  onDone?: () => void;
}

export function AcknowledgeDialog({ alertIds, onClose, onDone }: AcknowledgeDialogProps) {
  const { t } = useTranslation("alerts");
  const toaster = useToaster();
  const [acknowledge] = useMutation(acknowledgeAlerts);
  const form = useForm<z.infer<typeof rules>>({ resolver: zodResolver(rules), defaultValues: { note: "" } });
  const count = alertIds.length;
  return (
    <FormDialog
      title={t("acknowledge.title", { count })}
      form={form}
      fields={["note"]}
      submitText={t("acknowledge.action")}
      onClose={onClose}
      onSubmit={async ({ note }) => {
        await acknowledge({ variables: { input: { alertIds: [...alertIds], note: note || null } } });
        toaster.done(t("acknowledge.done", { count }));
        onDone?.();
        onClose();
      }}
    >
      <TextInput
        control={form.control}
        name="note"
        label={t("acknowledge.note")}
        hint={t("acknowledge.hint")}
        multiline
        minRows={2}
        autoFocus
      />
    </FormDialog>
  );
}
