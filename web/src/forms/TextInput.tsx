import { TextField, type TextFieldProps } from "@mui/material";
import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import { useFieldProblem } from "./useFieldProblem.ts";

type TextInputProps<Values extends FieldValues> = Omit<TextFieldProps, "name" | "error" | "value"> & {
  control: Control<Values>;
  name: FieldPath<Values>;
  hint?: string;
};

export function TextInput<Values extends FieldValues>(props: TextInputProps<Values>) {
  const { control, name, hint, ...rest } = props;
  const problem = useFieldProblem();
  const {
    field: { ref, ...field },
    fieldState: { error },
  } = useController({ control, name });
  return (
    <TextField
      {...rest}
      {...field}
      value={field.value ?? ""}
      inputRef={ref}
      error={error !== undefined}
      helperText={problem(error?.message) ?? hint ?? null}
    />
  );
}
