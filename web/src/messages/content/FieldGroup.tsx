import { Box, FormControlLabel, Paper, Switch, Typography } from "@mui/material";
import type { NestingProps } from "./fieldTypes.ts";
import { emptyFields } from "./contentState.ts";

/** A part of a card: there as a whole, or not at all. */
export function FieldGroup({
  field,
  label,
  value,
  path,
  issues,
  problem,
  onChange,
  Fields,
}: NestingProps<"group">) {
  const present = value !== undefined && value !== null;
  return (
    <Paper variant="outlined" sx={{ px: 2, py: 1 }}>
      {field.required ? (
        <Typography variant="h3" sx={{ py: 0.5 }}>
          {label}
        </Typography>
      ) : (
        <FormControlLabel
          control={
            <Switch
              size="small"
              checked={present}
              onChange={(_, checked) => onChange(checked ? emptyFields(field.fields) : undefined)}
            />
          }
          label={label}
        />
      )}
      {problem && (
        <Typography variant="caption" color="error" component="div">
          {problem}
        </Typography>
      )}
      {present && (
        <Box sx={{ pt: 1.5, pb: 1 }}>
          <Fields fields={field.fields} value={value} path={path} issues={issues} onChange={onChange} />
        </Box>
      )}
    </Paper>
  );
}
