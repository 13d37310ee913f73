import {
  FormControl,
  FormHelperText,
  InputLabel,
  OutlinedInput,
  type OutlinedInputProps,
} from "@mui/material";
import { useId } from "react";

type PlainFieldProps = Omit<OutlinedInputProps, "error" | "id"> & {
  label: string;
  problem?: string | undefined;
  hint?: string | undefined;
};

/** A text field without what TextField brings for selects and menus: sign-in has to be light. */
export function PlainField({ label, problem, hint, ...input }: PlainFieldProps) {
  const id = useId();
  const help = problem ?? hint;
  return (
    <FormControl fullWidth error={problem !== undefined} required={input.required ?? false}>
      <InputLabel htmlFor={id}>{label}</InputLabel>
      <OutlinedInput
        {...input}
        id={id}
        label={label}
        {...(help ? { "aria-describedby": `${id}-help` } : {})}
      />
      {help && <FormHelperText id={`${id}-help`}>{help}</FormHelperText>}
    </FormControl>
  );
}
