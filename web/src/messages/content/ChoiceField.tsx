import { MenuItem, TextField } from "@mui/material";
import type { ReactNode } from "react";

interface ChoiceFieldProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly { value: Value; label: ReactNode }[];
  onChange: (value: Value) => void;
  hint?: ReactNode;
  disabled?: boolean;
}

/** One of a few, outside a form library's form. */
export function ChoiceField<Value extends string>(props: ChoiceFieldProps<Value>) {
  const { label, value, options, onChange, hint, disabled = false } = props;
  return (
    <TextField
      select
      label={label}
      value={value}
      disabled={disabled}
      helperText={hint ?? null}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.target.value);
        if (chosen) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextField>
  );
}
