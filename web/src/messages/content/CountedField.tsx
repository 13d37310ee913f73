import { Box, TextField } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { TextField as TextFieldSpec } from "./fields.ts";
import { bytesOf, charactersOf } from "./contentState.ts";

interface CountedFieldProps {
  field: TextFieldSpec;
  label: string;
  value: string;
  problem?: string | undefined;
  onChange: (value: string) => void;
}

/** A text with its counter, in whatever WeCom counts it by. */
export function CountedField({ field, label, value, problem, onChange }: CountedFieldProps) {
  const { t } = useTranslation("messages");
  const { max, maxBytes, min } = field;
  const counted = maxBytes === undefined ? charactersOf(value) : bytesOf(value);
  const most = maxBytes ?? max;
  const over = most !== undefined && counted > most;
  const unit = maxBytes === undefined ? "characters" : "bytes";
  const told =
    problem ?? (over ? t(`over.${unit}`, { most }) : min === undefined ? "" : t("hint.atLeast", { min }));
  const long = field.kind === "area";
  return (
    <TextField
      label={label}
      value={value}
      required={field.required ?? false}
      multiline={long}
      {...(long ? { minRows: field.required ? 3 : 2, maxRows: 14 } : {})}
      error={problem !== undefined || over}
      onChange={(event) => onChange(event.target.value)}
      {...(field.kind === "url" ? { placeholder: "https://", type: "url" } : {})}
      helperText={
        <Box component="span" sx={{ display: "flex", gap: 1 }}>
          <span style={{ flex: 1 }}>{told}</span>
          {most !== undefined && (field.kind !== "url" || over) && (
            <span style={{ whiteSpace: "nowrap" }}>{t(`count.${unit}`, { counted, most })}</span>
          )}
        </Box>
      }
      slotProps={{ formHelperText: { component: "div" } }}
    />
  );
}
