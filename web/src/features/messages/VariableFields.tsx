import { Box, TextField } from "@mui/material";

interface VariableFieldsProps {
  names: readonly string[];
  values: Readonly<Record<string, string>>;
  onChange: (values: Readonly<Record<string, string>>) => void;
}

/** A value for each variable of the text. */
export function VariableFields({ names, values, onChange }: VariableFieldsProps) {
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "1fr 1fr" } }}>
      {names.map((name) => (
        <TextField
          key={name}
          label={`{{${name}}}`}
          value={values[name] ?? ""}
          required
          onChange={(event) => onChange({ ...values, [name]: event.target.value })}
        />
      ))}
    </Box>
  );
}
