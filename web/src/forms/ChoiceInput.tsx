import { MenuItem, TextField } from "@mui/material";
import type { ReactNode } from "react";
import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import { useFieldProblem } from "./useFieldProblem.ts";

interface ChoiceInputProps<Values extends FieldValues> {
  control: Control<Values>;
  name: FieldPath<Values>;
  label: string;
  options: readonly { value: string; label: ReactNode }[];
  hint?: string;
  required?: boolean;
  /** Several may be chosen; the value is a list. */
  multiple?: boolean;
  disabled?: boolean;
}

export function ChoiceInput<Values extends FieldValues>(props: ChoiceInputProps<Values>) {
  const { control, name, label, options, hint, required, multiple = false, disabled } = props;
  const problem = useFieldProblem();
  const {
    field: { ref, ...field },
    fieldState: { error },
  } = useController({ control, name });
  return (
    <TextField
      {...field}
      select
      label={label}
      required={required ?? false}
      disabled={disabled ?? false}
      inputRef={ref}
      value={field.value ?? (multiple ? [] : "")}
      slotProps={{ select: { multiple } }}
      error={error !== undefined}
      helperText={problem(error?.message) ?? hint ?? null}
    >
      {options.map(({ value, label: text }) => (
        <MenuItem key={value} value={value}>
          {text}
        </MenuItem>
      ))}
    </TextField>
  );
}
