import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { resolveAlert } from "../../alerts/alertFragment.ts";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";

const rules = z.object({
  reason: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(500, "tooLong")),
});

export function ResolveDialog({ alertId, onClose }: { alertId: string; onClose: () => void }) {
  const { t } = useTranslation("alerts");
  const toaster = useToaster();
  const [resolve] = useMutation(resolveAlert);
  const form = useForm<z.infer<typeof rules>>({
    resolver: zodResolver(rules),
    defaultValues: { reason: "" },
  });
  return (
    <FormDialog
      title={t("resolve.title")}
      form={form}
      fields={["reason"]}
      submitText={t("resolve.action")}
      onClose={onClose}
      onSubmit={async ({ reason }) => {
        await resolve({ variables: { input: { alertId, reason } } });
        toaster.done(t("resolve.done"));
        onClose();
      }}
    >
      <TextInput
        control={form.control}
        name="reason"
        label={t("resolve.reason")}
        hint={t("resolve.hint")}
        required
        multiline
        minRows={2}
        autoFocus
      />
    </FormDialog>
  );
}
