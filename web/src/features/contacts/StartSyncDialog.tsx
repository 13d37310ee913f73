import { useMutation, useQuery } from "@apollo/client/react";
import { useEffect } from "react";
import { useForm } from "react-hook-form";
import { useTranslation } from "react-i18next";
import * as z from "zod/mini";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { startContactSync, syncCorpsQuery } from "./syncQuery.ts";

const rules = z.object({
  corpId: z.string().check(z.minLength(1, "required")),
  kind: z.enum(["FULL", "INCREMENTAL"]),
});

export function StartSyncDialog({ onClose, onStarted }: { onClose: () => void; onStarted: () => void }) {
  const { t } = useTranslation("contacts");
  const toaster = useToaster();
  const { data } = useQuery(syncCorpsQuery, { fetchPolicy: "cache-and-network" });
  const [start] = useMutation(startContactSync);
  const corps = data?.corps.nodes ?? [];
  const form = useForm({
    resolver: zodResolver(rules),
    defaultValues: { corpId: "", kind: "FULL" as "FULL" | "INCREMENTAL" },
  });
  const { control, getValues, resetField } = form;
  const first = corps[0]?.id;
  useEffect(() => {
    if (first !== undefined && getValues("corpId") === "") resetField("corpId", { defaultValue: first });
  }, [first, getValues, resetField]);

  return (
    <FormDialog
      title={t("sync.start")}
      form={form}
      fields={["corpId", "kind"]}
      submitText={t("sync.start")}
      onSubmit={async (values) => {
        await start({ variables: { input: values } });
        toaster.done(t("sync.started"));
        onStarted();
      }}
      onClose={onClose}
    >
      <ChoiceInput
        control={control}
        name="corpId"
        label={t("sync.corp")}
        required
        options={corps.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <ChoiceInput
        control={control}
        name="kind"
        label={t("sync.howMuch")}
        hint={t("sync.kindHint")}
        options={(["FULL", "INCREMENTAL"] as const).map((kind) => ({
          value: kind,
          label: t(`sync.kind.${kind}`),
        }))}
      />
    </FormDialog>
  );
}
