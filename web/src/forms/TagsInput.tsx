import { Autocomplete, Chip, TextField } from "@mui/material";
import { type Control, type FieldPath, type FieldValues, useController } from "react-hook-form";
import { useFieldProblem } from "./useFieldProblem.ts";

interface TagsInputProps<Values extends FieldValues> {
  control: Control<Values>;
  name: FieldPath<Values>;
  label: string;
  suggestions: readonly string[];
  /** What people read in place of a word that stands for something. */
  nameOf?: (word: string) => string;
  hint?: string;
  disabled?: boolean;
}

/** Free words, with those already in use suggested so that the same thing is not called by two names. */
export function TagsInput<Values extends FieldValues>(props: TagsInputProps<Values>) {
  const { control, name, label, suggestions, nameOf = itself, hint, disabled = false } = props;
  const problem = useFieldProblem();
  const {
    field: { ref, value, onChange, onBlur },
    fieldState: { error },
  } = useController({ control, name });
  // Who types the name means the word that it stands for.
  const wordOf = (typed: string) => suggestions.find((word) => nameOf(word) === typed) ?? typed;
  return (
    <Autocomplete
      multiple
      freeSolo
      disabled={disabled}
      options={[...suggestions]}
      value={value ?? []}
      onChange={(_, next) => onChange([...new Set(next.map((word) => wordOf(word.trim())).filter(Boolean))])}
      getOptionLabel={nameOf}
      onBlur={onBlur}
      renderValue={(tags, getItemProps) =>
        tags.map((tag, index) => {
          const { key, ...item } = getItemProps({ index });
          return <Chip key={key} label={nameOf(tag)} {...item} />;
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

function itself(word: string): string {
  return word;
}
