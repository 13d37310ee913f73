import { useMutation } from "@apollo/client/react";
import { FormControlLabel, Switch } from "@mui/material";
import { useMemo } from "react";
import { Controller, useForm, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useMeasure } from "../../alerts/useMeasure.ts";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { zodResolver } from "../../forms/zodResolver.ts";
import { alertSeverities } from "../../status/alertLook.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { formOf, ruleRules, type RuleForm, valuesOf } from "./ruleForm.ts";
import { RulePreview } from "./RulePreview.tsx";
import { type RuleData, setRule } from "./ruleQueries.ts";

interface RuleDialogProps {
  rule: RuleData;
  accountId: string | null;
  onClose: () => void;
  onSaved: () => void;
}

/** Changes a rule, and shows what it would do before it is saved. */
export function RuleDialog({ rule, accountId, onClose, onSaved }: RuleDialogProps) {
  const { t } = useTranslation(["alerts", "common"]);
  const toaster = useToaster();
  const measure = useMeasure();
  const [save] = useMutation(setRule);
  const { kind, unit, min, max, everySeconds, allowedActions } = rule;
  const range = { min: measure(min, unit), max: measure(max, unit) };
  const rules = useMemo(
    () =>
      ruleRules(rule, {
        outOfRange: t("rules.outOfRange", { min: String(rule.min), max: String(rule.max) }),
        notWorse: t("rules.notWorse"),
        wholeSeconds: t("rules.wholeSeconds"),
      }),
    [rule, t],
  );
  const form = useForm<RuleForm>({
    resolver: zodResolver(rules),
    defaultValues: formOf(rule),
    mode: "onChange",
  });
  const { control } = form;
  const typed = useWatch({ control });
  const wanted = rules.safeParse(typed);
  // The version that applies to what is changed here: a rule that is only inherited has none of its own yet.
  const isOwn = rule.source === (accountId === null ? "TENANT" : "ACCOUNT");

  return (
    <FormDialog
      wide
      title={t("rules.edit", { kind: t(`kind.${kind}`) })}
      form={form}
      fields={["threshold", "criticalAt", "durationSeconds", "severity", "autoActions"]}
      submitText={t("common:save")}
      onClose={onClose}
      onSubmit={async (given) => {
        const expectedVersion = isOwn ? rule.version : 0;
        await save({ variables: { input: { kind, accountId, expectedVersion, ...valuesOf(given) } } });
        toaster.done(t("rules.saved"));
        onSaved();
        onClose();
      }}
    >
      <Controller
        control={control}
        name="enabled"
        render={({ field: { value, onChange, ref } }) => (
          <FormControlLabel
            control={
              <Switch checked={value} onChange={(_, on) => onChange(on)} slotProps={{ input: { ref } }} />
            }
            label={t("rules.enabled")}
          />
        )}
      />
      <TextInput
        control={control}
        name="threshold"
        label={`${t("rules.threshold")} (${t(`unit.${unit}`, { value: "" }).trim() || t("column.value")})`}
        hint={t("rules.thresholdHint", { ...range, inherited: measure(rule.inherited.threshold, unit) })}
        required
        inputMode="decimal"
      />
      <TextInput
        control={control}
        name="criticalAt"
        label={t("rules.critical")}
        hint={t("rules.criticalHint")}
        inputMode="decimal"
      />
      <TextInput
        control={control}
        name="durationSeconds"
        label={t("rules.duration")}
        hint={t("rules.durationHint", { seconds: everySeconds })}
        required
        inputMode="numeric"
      />
      <ChoiceInput
        control={control}
        name="severity"
        label={t("rules.severityField")}
        options={alertSeverities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        required
      />
      <ChoiceInput
        control={control}
        name="autoActions"
        label={t("rules.actionsField")}
        hint={t("rules.actionsHint")}
        options={allowedActions.map((value) => ({ value, label: t(`action.${value}`) }))}
        multiple
      />
      <RulePreview
        rule={rule}
        input={wanted.success ? { kind, accountId, ...valuesOf(wanted.data) } : null}
      />
    </FormDialog>
  );
}
