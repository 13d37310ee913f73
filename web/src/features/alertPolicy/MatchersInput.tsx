import AddIcon from "@mui/icons-material/AddRounded";
import { Box, Button, FormHelperText } from "@mui/material";
import { get, useFieldArray, useFormState } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { MatcherRow, matcherOperators, mostMatchers } from "../../alerting/MatcherRow.tsx";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { useFieldProblem } from "../../forms/useFieldProblem.ts";
import type { PolicyPart } from "./policyPart.ts";

interface MatchersInputProps extends PolicyPart {
  name: `inhibitions.${number}.${"source" | "target"}`;
}

/** The labels that an alert must have. */
export function MatchersInput({ control, name, disabled }: MatchersInputProps) {
  const { t } = useTranslation("alerting");
  const problem = useFieldProblem();
  const { fields, append, remove } = useFieldArray({ control, name });
  const { errors } = useFormState({ control });
  // The rules name their fields whole, so the error is looked for first and its message in it then.
  const found: { message?: unknown } | undefined = get(errors, name);
  const whole = problem(typeof found?.message === "string" ? found.message : undefined);
  return (
    <Box sx={{ display: "grid", gap: 1.5 }}>
      {fields.map(({ id }, nth) => (
        <MatcherRow key={id} onRemove={disabled || fields.length === 1 ? null : () => remove(nth)}>
          <TextInput
            control={control}
            name={`${name}.${nth}.label`}
            label={t("silence.label")}
            required
            disabled={disabled}
          />
          <ChoiceInput
            control={control}
            name={`${name}.${nth}.operator`}
            label={t("silence.operator")}
            disabled={disabled}
            options={matcherOperators.map((value) => ({ value, label: t(`operator.${value}`) }))}
          />
          <TextInput
            control={control}
            name={`${name}.${nth}.value`}
            label={t("silence.value")}
            disabled={disabled}
          />
        </MatcherRow>
      ))}
      {whole !== undefined && <FormHelperText error>{whole}</FormHelperText>}
      {!disabled && (
        <Box>
          <Button
            size="small"
            startIcon={<AddIcon />}
            disabled={fields.length >= mostMatchers}
            onClick={() => append({ label: "severity", operator: "EQUAL", value: "" })}
          >
            {t("silence.add")}
          </Button>
        </Box>
      )}
    </Box>
  );
}
