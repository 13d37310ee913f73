import { Box, FormControlLabel, MenuItem, Switch, TextField } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { type FieldKind, longText } from "./settingValues.ts";

interface ValueFieldProps {
  field: FieldKind;
  label: string;
  value: unknown;
  disabled: boolean;
  /** Undefined while what is typed is no value. */
  onChange: (value: unknown) => void;
}

/** A value as its schema asks for it; what no field fits is JSON. */
export function ValueField({ field, label, value, disabled, onChange }: ValueFieldProps) {
  const { t } = useTranslation("settings");
  if (field.kind === "GROUP") {
    const now: Record<string, unknown> =
      typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
    return (
      <Box
        role="group"
        aria-label={label}
        sx={{ display: "grid", gap: 1.5, gridTemplateColumns: { sm: "1fr 1fr" } }}
      >
        {field.fields.map(([name, part]) => (
          <ValueField
            key={name}
            field={part}
            label={name}
            value={now[name]}
            disabled={disabled}
            onChange={(changed) => onChange({ ...now, [name]: changed })}
          />
        ))}
      </Box>
    );
  }
  if (field.kind === "SWITCH")
    return (
      <FormControlLabel
        control={
          <Switch
            checked={value === true}
            disabled={disabled}
            onChange={({ target }) => onChange(target.checked)}
          />
        }
        label={value === true ? t("value.on") : t("value.off")}
      />
    );
  if (field.kind === "CHOICE")
    return (
      <TextField
        select
        label={label}
        value={typeof value === "string" ? value : ""}
        disabled={disabled}
        onChange={({ target }) => onChange(target.value)}
      >
        {field.choices.map((choice) => (
          <MenuItem key={choice} value={choice}>
            {choice}
          </MenuItem>
        ))}
      </TextField>
    );
  if (field.kind === "NUMBER") return <NumberField field={field} {...{ label, value, disabled, onChange }} />;
  if (field.kind === "TEXT")
    return (
      <TextField
        label={label}
        value={typeof value === "string" ? value : ""}
        disabled={disabled}
        onChange={({ target }) => onChange(target.value)}
      />
    );
  return <JsonField {...{ value, disabled, onChange }} />;
}

function NumberField({
  field: { isInteger, min, max },
  label,
  value,
  disabled,
  onChange,
}: Omit<ValueFieldProps, "field"> & { field: Extract<FieldKind, { kind: "NUMBER" }> }) {
  const { t } = useTranslation("settings");
  const [typed, setTyped] = useState(typeof value === "number" ? String(value) : "");
  const number = typed.trim() === "" ? Number.NaN : Number(typed);
  const isGood =
    Number.isFinite(number) &&
    (!isInteger || Number.isInteger(number)) &&
    (min === null || number >= min) &&
    (max === null || number <= max);
  return (
    <TextField
      label={label}
      value={typed}
      disabled={disabled}
      error={!isGood}
      helperText={min !== null && max !== null ? t("value.number", { min, max }) : undefined}
      onChange={({ target }) => {
        setTyped(target.value);
        const next = Number(target.value);
        onChange(target.value.trim() === "" || Number.isNaN(next) ? undefined : next);
      }}
      slotProps={{ htmlInput: { inputMode: isInteger ? "numeric" : "decimal" } }}
    />
  );
}

function JsonField({ value, disabled, onChange }: Pick<ValueFieldProps, "value" | "disabled" | "onChange">) {
  const { t } = useTranslation("settings");
  const [typed, setTyped] = useState(longText(value));
  const [isJson, setIsJson] = useState(true);
  return (
    <TextField
      label={t("value.json")}
      value={typed}
      disabled={disabled}
      multiline
      minRows={4}
      maxRows={20}
      error={!isJson}
      helperText={isJson ? undefined : t("value.jsonInvalid")}
      onChange={({ target }) => {
        setTyped(target.value);
        const parsed = parse(target.value);
        setIsJson(parsed !== undefined);
        onChange(parsed);
      }}
      slotProps={{ htmlInput: { spellCheck: false, style: { fontFamily: "monospace", fontSize: 13 } } }}
    />
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
