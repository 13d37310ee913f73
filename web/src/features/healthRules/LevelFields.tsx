import AddIcon from "@mui/icons-material/AddRounded";
import RemoveIcon from "@mui/icons-material/CloseRounded";
import { Box, Button, IconButton, Tooltip } from "@mui/material";
import type { ReactNode } from "react";
import { useFieldArray } from "react-hook-form";
import type { Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { levelsMax, operators, risks, severities } from "./ruleForm.ts";
import type { RuleValues } from "./ruleForm.ts";

interface Props {
  control: Control<RuleValues>;
  disabled: boolean;
}

/** From which value on, and how bad. */
export function LevelFields({ control, disabled, unit }: Props & { unit: string }) {
  const { t } = useTranslation("healthRules");
  const { fields, append, remove } = useFieldArray({ control, name: "levels" });
  return (
    <Rows
      disabled={disabled}
      ids={fields.map(({ id }) => id)}
      max={levelsMax}
      onAdd={() => append({ severity: "CRITICAL", operator: fields.at(-1)?.operator ?? "GTE", limit: "" })}
      onRemove={remove}
      columns="1.1fr 1.2fr 1fr"
      renderRow={(i) => (
        <>
          <SeverityInput control={control} disabled={disabled} name={`levels.${i}.severity`} />
          <ChoiceInput
            control={control}
            disabled={disabled}
            name={`levels.${i}.operator`}
            label={t("field.operator")}
            options={operators.map((value) => ({ value, label: t(`operator.${value}`) }))}
          />
          <TextInput
            control={control}
            disabled={disabled}
            name={`levels.${i}.limit`}
            label={unit === "" ? t("field.limit") : `${t("field.limit")} (${unit})`}
            slotProps={{ htmlInput: { inputMode: "decimal" } }}
          />
        </>
      )}
    />
  );
}

/** From how long on, and how bad. */
export function SilenceFields({ control, disabled }: Props) {
  const { t } = useTranslation("healthRules");
  const { fields, append, remove } = useFieldArray({ control, name: "silences" });
  return (
    <Rows
      disabled={disabled}
      ids={fields.map(({ id }) => id)}
      max={severities.length}
      onAdd={() => append({ severity: severities[fields.length] ?? "CRITICAL", hours: "" })}
      onRemove={remove}
      columns="1fr 1fr"
      renderRow={(i) => (
        <>
          <SeverityInput control={control} disabled={disabled} name={`silences.${i}.severity`} />
          <TextInput
            control={control}
            disabled={disabled}
            name={`silences.${i}.hours`}
            label={t("field.hours")}
            slotProps={{ htmlInput: { inputMode: "decimal" } }}
          />
        </>
      )}
    />
  );
}

/** How bad each risk of NEWS2 is. */
export function RiskFields({ control, disabled }: Props) {
  const { t } = useTranslation("healthRules");
  const options = [
    { value: "", label: t("field.none") },
    ...severities.map((value) => ({ value, label: t(`severity.${value}`) })),
  ];
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "repeat(3, 1fr)" } }}>
      {risks.map((risk) => (
        <ChoiceInput
          key={risk}
          control={control}
          disabled={disabled}
          name={`risks.${risk}`}
          label={t(`risk.${risk}`)}
          options={options}
        />
      ))}
    </Box>
  );
}

function SeverityInput(props: Props & { name: `levels.${number}.severity` | `silences.${number}.severity` }) {
  const { t } = useTranslation("healthRules");
  return (
    <ChoiceInput
      {...props}
      label={t("field.severity")}
      options={severities.map((value) => ({ value, label: t(`severity.${value}`) }))}
    />
  );
}

function Rows(props: {
  ids: readonly string[];
  max: number;
  disabled: boolean;
  columns: string;
  renderRow: (index: number) => ReactNode;
  onAdd: () => void;
  onRemove: (index: number) => void;
}) {
  const { ids, max, disabled, columns, renderRow, onAdd, onRemove } = props;
  const { t } = useTranslation("healthRules");
  return (
    <Box sx={{ display: "grid", gap: 1.5, justifyItems: "start" }}>
      {ids.map((id, i) => (
        <Box
          key={id}
          sx={{
            width: "100%",
            display: "grid",
            gap: 1,
            gridTemplateColumns: "minmax(0,1fr) 34px",
            alignItems: "start",
          }}
        >
          <Box sx={{ display: "grid", gap: 1, gridTemplateColumns: { xs: "minmax(0,1fr)", sm: columns } }}>
            {renderRow(i)}
          </Box>
          {!disabled && ids.length > 1 && (
            <Tooltip title={t("removeLevel", { nth: i + 1 })}>
              <IconButton
                aria-label={t("removeLevel", { nth: i + 1 })}
                onClick={() => onRemove(i)}
                sx={{ mt: 0.25 }}
              >
                <RemoveIcon fontSize="small" />
              </IconButton>
            </Tooltip>
          )}
        </Box>
      ))}
      {!disabled && ids.length < max && (
        <Button size="small" color="inherit" startIcon={<AddIcon />} onClick={onAdd}>
          {t("addLevel")}
        </Button>
      )}
    </Box>
  );
}
