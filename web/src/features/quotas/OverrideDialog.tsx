import { useMutation } from "@apollo/client/react";
import { useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import type { Quota_QuotaFragment } from "../../gql/graphql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { inputOf, overrideRules, valuesOf } from "./overrideRules.ts";
import type { OverrideValues } from "./overrideRules.ts";

const setQuota = graphql(`
  mutation SetTenantQuota($input: SetTenantQuotaInput!) {
    setTenantQuota(input: $input) {
      quota {
        ...Quota_quota
      }
    }
  }
`);

interface OverrideDialogProps {
  quota: Quota_QuotaFragment;
  onClose: () => void;
  onDone: () => void;
}

/** What is agreed with a tenant instead of what its plan includes. */
export function OverrideDialog({ quota, onClose, onDone }: OverrideDialogProps) {
  const { t } = useTranslation(["quotas", "common"]);
  const toaster = useToaster();
  const [save] = useMutation(setQuota);
  const form = useForm<OverrideValues>({
    resolver: zodResolver(overrideRules),
    defaultValues: valuesOf(quota),
  });
  const { control } = form;
  const policy = useWatch({ control, name: "policy" });
  const { tenantId, dimension } = quota;
  return (
    <FormDialog
      title={t("edit.title", { dimension: t(`dimension.${dimension}`) })}
      form={form}
      fields={["limit", "thresholdPercent", "policy", "ceiling", "step", "note"]}
      submitText={t("common:save")}
      onClose={onClose}
      onSubmit={async (values) => {
        await save({ variables: { input: { ...inputOf(values), tenantId, dimension } } });
        toaster.done(t("common:saved"));
        onDone();
      }}
    >
      <TextInput
        control={control}
        name="limit"
        label={t("edit.limit")}
        hint={t("edit.limitHint")}
        autoFocus
      />
      <TextInput control={control} name="thresholdPercent" label={t("edit.thresholdPercent")} required />
      <ChoiceInput
        control={control}
        name="policy"
        label={t("edit.policy")}
        options={(["BLOCK", "ALLOW_AND_BILL", "AUTO_EXPAND"] as const).map((value) => ({
          value,
          label: t(`edit.policy${value}`),
        }))}
      />
      {policy === "AUTO_EXPAND" && (
        <>
          <TextInput control={control} name="ceiling" label={t("edit.ceiling")} required />
          <TextInput control={control} name="step" label={t("edit.step")} required />
        </>
      )}
      <TextInput control={control} name="note" label={t("edit.note")} hint={t("edit.noteHint")} required />
    </FormDialog>
  );
}
