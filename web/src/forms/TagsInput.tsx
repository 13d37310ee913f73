import { Autocomplete, Chip, TextField } from "@mui/material";
import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import { useFieldProblem } from "./useFieldProblem.ts";

interface TagsInputProps<Values extends FieldValues> {
  control: Control<Values>;
  name: FieldPath<Values>;
  label: string;
  suggestions: readonly string[];
  hint?: string;
  disabled?: boolean;
}

/** Free words, with those already in use suggested so that the same thing is not called by two names. */
export function TagsInput<Values extends FieldValues>(props: TagsInputProps<Values>) {
  const { control, name, label, suggestions, hint, disabled = false } = props;
  const problem = useFieldProblem();
  const {
    field: { ref, value, onChange, onBlur },
    fieldState: { error },
  } = useController({ control, name });
  return (
    <Autocomplete
      multiple
      freeSolo
      disabled={disabled}
      options={[...suggestions]}
      value={value ?? []}
      onChange={(_, next) => onChange([...new Set(next.map((word) => word.trim()).filter(Boolean))])}
      onBlur={onBlur}
      renderValue={(tags, getItemProps) =>
        tags.map((tag, index) => {
          const { key, ...item } = getItemProps({ index });
          return <Chip key={key} label={tag} {...item} />;
        })
      }
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          inputRef={ref}
          error={error !== undefined}
          helperText={problem(error?.message) ?? hint ?? null}
        />
      )}
    />
  );
}
