import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { addPatientRecord, writtenKinds } from "./timelineQuery.ts";

const rules = z.object({
  kind: z.enum(writtenKinds),
  occurredAt: z.string(),
  title: z.string().check(z.trim(), z.minLength(1, "required"), z.maxLength(120, "tooLong")),
  text: z.string().check(z.trim(), z.maxLength(8_000, "tooLong")),
});
type Values = z.infer<typeof rules>;

export function AddRecordDialog({ patientId, onClose }: { patientId: string; onClose: () => void }) {
  const { t } = useTranslation(["patients", "common"]);
  const toaster = useToaster();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [add] = useMutation(addPatientRecord, {
    refetchQueries: ["PatientTimeline"],
    awaitRefetchQueries: true,
  });
  const form = useForm<Values>({
    resolver: zodResolver(rules),
    defaultValues: { kind: "NOTE", occurredAt: "", title: "", text: "" },
  });
  const submit = async ({ kind, occurredAt, title, text }: Values) => {
    const input = {
      patientId,
      kind,
      title,
      idempotencyKey,
      ...(text && { text }),
      ...(occurredAt && { occurredAt: new Date(occurredAt).toISOString() }),
    };
    await add({ variables: { input } });
    toaster.done(t("common:saved"));
    onClose();
  };
  return (
    <FormDialog
      title={t("timeline.add")}
      form={form}
      fields={["kind", "occurredAt", "title", "text"]}
      submitText={t("common:save")}
      onSubmit={submit}
      onClose={onClose}
    >
      <ChoiceInput
        control={form.control}
        name="kind"
        label={t("timeline.kind")}
        options={writtenKinds.map((value) => ({ value, label: t(`record.${value}`) }))}
      />
      <TextInput control={form.control} name="title" label={t("timeline.title")} required autoFocus />
      <TextInput control={form.control} name="text" label={t("timeline.text")} multiline minRows={4} />
      <TextInput
        control={form.control}
        name="occurredAt"
        type="datetime-local"
        label={t("timeline.occurredAt")}
        hint={t("timeline.occurredAtHint")}
        slotProps={{ inputLabel: { shrink: true } }}
      />
    </FormDialog>
  );
}
