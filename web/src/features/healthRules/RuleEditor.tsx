import { Box, Button, Typography } from "@mui/material";
import { useState } from "react";
import { set, useForm, useWatch } from "react-hook-form";
import type { FieldErrors, Resolver } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { refusalOf } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { BackTestPanel } from "./BackTestPanel.tsx";
import { ConditionFields } from "./ConditionFields.tsx";
import { ReachFields } from "./ReachFields.tsx";
import { conditionOf, kinds, reachOf } from "./ruleForm.ts";
import type { RuleValues } from "./ruleForm.ts";
import { fieldOfIssue, problemsOf } from "./ruleProblems.ts";
import { RuleWords } from "./RuleWords.tsx";

interface RuleEditorProps {
  initial: RuleValues;
  /** A rule that is there keeps its kind. */
  isNew: boolean;
  mayManage: boolean;
  mayTest: boolean;
  onSubmit: (values: RuleValues) => Promise<void>;
}

const resolver: Resolver<RuleValues> = (values) => {
  const problems = Object.entries(problemsOf(values));
  if (problems.length === 0) return { values, errors: {} };
  const errors: FieldErrors<RuleValues> = {};
  for (const [field, message] of problems) set(errors, field, { type: "rule", message });
  return { values: {}, errors };
};

/** A rule's form, with what it says in plain words and what it would have done beside it. */
export function RuleEditor({ initial, isNew, mayManage, mayTest, onSubmit }: RuleEditorProps) {
  const { t } = useTranslation("healthRules");
  const form = useForm<RuleValues>({ resolver, defaultValues: initial, mode: "onTouched" });
  const { control, formState, setError } = form;
  const { isDirty, isSubmitting, isSubmitSuccessful } = formState;
  const [error, setProblem] = useState<unknown>(null);
  const shared = { control, disabled: !mayManage };

  const submit = form.handleSubmit(async (values) => {
    setProblem(null);
    try {
      await onSubmit(values);
    } catch (problem) {
      const { issues = [] } = refusalOf(problem).details;
      const left = issues.filter(({ path, message }) => {
        const field = fieldOfIssue(path);
        // The names are those of the fields; one that is none is shown by the notice.
        const isField = field !== null && isFieldOf(form.getValues(), field);
        if (isField) setError(field, { type: "server", message });
        return !isField;
      });
      setProblem(issues.length > 0 && left.length === 0 ? null : problem);
    }
  });

  return (
    <Box
      component="form"
      noValidate
      onSubmit={(event) => void submit(event)}
      sx={{
        display: "grid",
        gap: 2,
        gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "minmax(0,7fr) minmax(0,5fr)" },
      }}
    >
      <UnsavedGuard dirty={isDirty && !isSubmitting && (!isSubmitSuccessful || error !== null)} />
      <Box sx={{ display: "grid", gap: 2, alignContent: "start", minWidth: 0 }}>
        <Panel title={t("panel.condition")}>
          <Box sx={{ display: "grid", gap: 2 }}>
            <ChoiceInput
              control={control}
              disabled={!isNew || !mayManage}
              name="kind"
              label={t("field.kind")}
              options={kinds.map((value) => ({
                value,
                label: `${t(`kinds.${value}`)}: ${t(`kindText.${value}`)}`,
              }))}
            />
            <ConditionFields {...shared} />
          </Box>
        </Panel>
        <Panel title={t("panel.reach")}>
          <ReachFields {...shared} />
        </Panel>
        <Panel title={t("panel.words")}>
          <Box sx={{ display: "grid", gap: 2 }}>
            <Box sx={two}>
              <TextInput {...shared} name="nameZh" label={t("field.nameZh")} required />
              <TextInput {...shared} name="nameEn" label={t("field.nameEn")} required />
              <TextInput {...shared} name="adviceZh" label={t("field.adviceZh")} multiline minRows={2} />
              <TextInput {...shared} name="adviceEn" label={t("field.adviceEn")} multiline minRows={2} />
            </Box>
            <TextInput
              {...shared}
              name="source"
              label={t("field.source")}
              hint={t("field.sourceHint")}
              multiline
            />
          </Box>
        </Panel>
        {error !== null && <ErrorNotice error={error} />}
        {mayManage && (
          <Box>
            <Button type="submit" variant="contained" disabled={isSubmitting || (!isNew && !isDirty)}>
              {t(isNew ? "create" : "save")}
            </Button>
          </Box>
        )}
      </Box>
      <Box sx={{ display: "grid", gap: 2, alignContent: "start", minWidth: 0 }}>
        <Panel title={t("panel.says")}>
          <Preview control={control} />
        </Panel>
        {mayTest && (
          <BackTestPanel
            draft={() => {
              const values = form.getValues();
              const problems = Object.entries(problemsOf({ ...values, nameZh: "-", nameEn: "-" }));
              for (const [field, message] of problems)
                if (isFieldOf(values, field)) setError(field, { type: "rule", message });
              return problems.length > 0 ? null : { condition: conditionOf(values), reach: reachOf(values) };
            }}
          />
        )}
      </Box>
    </Box>
  );
}

function Preview({ control }: { control: ReturnType<typeof useForm<RuleValues>>["control"] }) {
  const { t } = useTranslation("healthRules");
  const values = useWatch({ control, compute: (now: RuleValues) => now });
  const isWhole = Object.keys(problemsOf({ ...values, nameZh: "-", nameEn: "-" })).length === 0;
  if (!isWhole)
    return (
      <Typography variant="body2" color="textSecondary">
        {t("test.incomplete")}
      </Typography>
    );
  return (
    <>
      <RuleWords condition={conditionOf(values)} reach={reachOf(values)} />
      {values.source.trim() !== "" && (
        <Typography variant="caption" color="textSecondary" component="div" sx={{ mt: 1.5 }}>
          {t("field.source")}: {values.source}
        </Typography>
      )}
    </>
  );
}

type Field = Parameters<ReturnType<typeof useForm<RuleValues>>["setError"]>[0];

function isFieldOf(values: RuleValues, name: string): name is Extract<Field, string> {
  const [first = ""] = name.split(".");
  return first in values;
}

const two = { display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "1fr 1fr" } } as const;
