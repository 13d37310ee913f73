import { useMutation, useQuery } from "@apollo/client/react";
import { Autocomplete, Box, TextField } from "@mui/material";
import { useState } from "react";
import { useController, useForm, useWatch } from "react-hook-form";
import type { Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { useOwnLanguage } from "../../alerting/useMeasured.ts";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { FormDialog } from "../../forms/FormDialog.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { useFieldProblem } from "../../forms/useFieldProblem.ts";
import { zodResolver } from "../../forms/zodResolver.ts";
import { graphql } from "../../gql/gql.ts";
import { useToaster } from "../../ui/Toasts.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { BackTest } from "./BackTest.tsx";
import {
  conditionOf,
  labelsOf,
  measures,
  operators,
  ruleFieldNames,
  ruleSeverities,
  ruleShape,
  valuesOf,
} from "./ruleForm.ts";
import type { RuleValues } from "./ruleForm.ts";
import { createRule, updateRule } from "./ruleQueries.ts";
import type { RuleData } from "./ruleQueries.ts";

const namesQuery = graphql(`
  query MonitorMetricNames {
    metricNames {
      name
    }
  }
`);

const two = { display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "1fr 1fr" } } as const;

/** A new rule, or another condition for one that is there; either can be tried on what was measured. */
export function RuleDialog({ rule, onClose }: { rule: RuleData | null; onClose: () => void }) {
  const { t } = useTranslation("alerting");
  const own = useOwnLanguage();
  const toaster = useToaster();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [create] = useMutation(createRule, { refetchQueries: ["MonitorRules"] });
  const [update] = useMutation(updateRule);
  const form = useForm<RuleValues>({
    resolver: zodResolver(ruleShape),
    defaultValues: valuesOf(rule, rule ? own(rule.description) : ""),
  });
  const { control } = form;
  const measure = useWatch({ control, name: "measure" });
  const submit = async (values: RuleValues) => {
    const { name, description, severity } = values;
    const input = { ...conditionOf(values), name, severity, labels: labelsOf(values.labels) };
    // What a shipped rule is called stays in both languages unless somebody writes something else.
    const said = rule && description === own(rule.description) ? {} : { description };
    if (rule)
      await update({
        variables: { input: { ...input, ...said, ruleId: rule.id, expectedVersion: rule.version } },
      });
    else await create({ variables: { input: { ...input, ...said, idempotencyKey } } });
    toaster.done(t("rules.saved"));
    onClose();
  };
  return (
    <FormDialog
      wide
      title={t(rule ? "rules.edit" : "rules.new")}
      form={form}
      fields={ruleFieldNames}
      submitText={t("rules.save")}
      onClose={onClose}
      onSubmit={submit}
    >
      <Box sx={two}>
        <TextInput control={control} name="name" label={t("rules.name")} required autoFocus />
        <MetricInput control={control} />
      </Box>
      <TextInput control={control} name="description" label={t("rules.description")} />
      <Box sx={two}>
        <ChoiceInput
          control={control}
          name="measure"
          label={t("rules.measure")}
          options={measures.map((value) => ({ value, label: t(`rules.measures.${value}`) }))}
        />
        {measure !== "VALUE" && (
          <TextInput control={control} name="windowSeconds" label={t("rules.window")} required />
        )}
        <ChoiceInput
          control={control}
          name="operator"
          label={t("rules.operator")}
          options={operators.map((value) => ({ value, label: t(`rules.operators.${value}`) }))}
        />
        <TextInput
          control={control}
          name="threshold"
          label={t("rules.threshold")}
          hint={t("rules.thresholdHint")}
          required
        />
        <TextInput control={control} name="forSeconds" label={t("rules.for")} required />
        <ChoiceInput
          control={control}
          name="severity"
          label={t("rules.severity")}
          options={ruleSeverities.map((value) => ({ value, label: t(`severity.${value}`) }))}
        />
        <TextInput
          control={control}
          name="match"
          label={t("rules.match")}
          hint={t("rules.matchHint")}
          multiline
          minRows={2}
        />
        <TextInput
          control={control}
          name="labels"
          label={t("rules.labels")}
          hint={t("rules.matchHint")}
          multiline
          minRows={2}
        />
      </Box>
      <BackTest
        unit={rule?.unit ?? null}
        condition={async () => ((await form.trigger()) ? conditionOf(form.getValues()) : null)}
      />
    </FormDialog>
  );
}

/** The names that were measured lately are offered; any other may be typed. */
function MetricInput({ control }: { control: Control<RuleValues> }) {
  const { t } = useTranslation("alerting");
  const may = useCan()("metric:read");
  const problem = useFieldProblem();
  const { data } = useQuery(namesQuery, { skip: !may });
  const {
    field: { ref, value, onChange, onBlur },
    fieldState: { error },
  } = useController({ control, name: "metric" });
  return (
    <Autocomplete
      freeSolo
      options={(data?.metricNames ?? []).map(({ name }) => name)}
      inputValue={value}
      onInputChange={(_, text) => onChange(text)}
      onBlur={onBlur}
      renderInput={(params) => (
        <TextField
          {...params}
          inputRef={ref}
          required
          label={t("rules.metric")}
          error={error !== undefined}
          helperText={problem(error?.message) ?? t("rules.metricHint")}
        />
      )}
    />
  );
}
