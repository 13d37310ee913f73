import { useMutation } from "@apollo/client/react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { acknowledgeAlert, resolveAlert } from "../../alerting/alertFragment.ts";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";

const rules = z.object({ note: z.string().check(z.trim(), z.maxLength(500, "tooLong")) });

/** Takes an alert on, or ends it by hand. */
export function ActDialog(props: { act: "acknowledge" | "resolve"; alertId: string; onClose: () => void }) {
  const { act, alertId, onClose } = props;
  const { t } = useTranslation("alerting");
  const toaster = useToaster();
  const [acknowledge] = useMutation(acknowledgeAlert);
  const [resolve] = useMutation(resolveAlert);
  const form = useForm<z.infer<typeof rules>>({ resolver: zodResolver(rules), defaultValues: { note: "" } });
  return (
    <FormDialog
      title={t(`${act}.title`)}
      form={form}
      fields={["note"]}
      submitText={t(`${act}.action`)}
      onClose={onClose}
      onSubmit={async ({ note }) => {
        const input = { alertId, ...(note === "" ? {} : { note }) };
        await (act === "acknowledge" ? acknowledge : resolve)({ variables: { input } });
        toaster.done(t(`${act}.done`));
        onClose();
      }}
    >
      <TextInput
        control={form.control}
        name="note"
        label={t(`${act}.note`)}
        {...(act === "resolve" ? { hint: t("resolve.hint") } : {})}
        multiline
        minRows={2}
        autoFocus
      />
    </FormDialog>
  );
}
