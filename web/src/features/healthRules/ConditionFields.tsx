import { Box } from "@mui/material";
import { useWatch } from "react-hook-form";
import type { Control } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { useVitalWords } from "../../vitals/useVitalWords.ts";
import { vitalLooks } from "../../vitals/vitalTable.ts";
import { LevelFields, RiskFields, SilenceFields } from "./LevelFields.tsx";
import { glucose, meals, measures } from "./ruleForm.ts";
import type { RuleValues } from "./ruleForm.ts";

interface ConditionFieldsProps {
  control: Control<RuleValues>;
  disabled: boolean;
}

const two = { display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "1fr 1fr" } } as const;
const decimal = { htmlInput: { inputMode: "decimal" } } as const;

/** The form of a rule's kind. */
export function ConditionFields(props: ConditionFieldsProps) {
  const kind = useWatch({ control: props.control, name: "kind" });
  switch (kind) {
    case "THRESHOLD":
      return <ThresholdFields {...props} />;
    case "TREND":
      return <TrendFields {...props} />;
    case "NEWS2":
      return <RiskFields {...props} />;
    case "MISSING_DATA":
      return <MissingFields {...props} />;
    case "DEVICE_OFFLINE":
      return <SilenceFields {...props} />;
  }
}

function ThresholdFields(props: ConditionFieldsProps) {
  const { t } = useTranslation(["healthRules", "vitals"]);
  const words = useVitalWords();
  const code = useWatch({ control: props.control, name: "code" });
  const unit = words.unit(code);
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <Box sx={two}>
        <CodeInput {...props} />
        {code === glucose && (
          <ChoiceInput
            {...props}
            name="mealContext"
            label={t("field.meal")}
            options={[
              { value: "", label: t("field.mealAny") },
              ...meals.map((value) => ({ value, label: t(`vitals:meal.${value}`) })),
            ]}
          />
        )}
      </Box>
      <LevelFields {...props} unit={unit} />
      <Box sx={two}>
        <HysteresisInput {...props} unit={unit} />
        <TextInput {...props} name="consecutive" label={t("field.consecutive")} slotProps={decimal} />
        <TextInput
          {...props}
          name="maxAgeHours"
          label={t("field.maxAge")}
          hint={t("field.maxAgeHint")}
          slotProps={decimal}
        />
      </Box>
    </Box>
  );
}

const unitSigns = { SLOPE_PER_HOUR: "/h", SLOPE_PER_DAY: "/d", COUNT: "", CHANGE: "" } as const;

function TrendFields(props: ConditionFieldsProps) {
  const { t } = useTranslation("healthRules");
  const words = useVitalWords();
  const [code, measure] = useWatch({ control: props.control, name: ["code", "measure"] });
  const unit =
    measure === "BASELINE"
      ? ""
      : measure === "CHANGE_PERCENT"
        ? "%"
        : `${words.unit(code)}${unitSigns[measure]}`;
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <Box sx={two}>
        <CodeInput {...props} />
        <ChoiceInput
          {...props}
          name="measure"
          label={t("field.measure")}
          options={measures.map((value) => ({ value, label: t(`measure.${value}`) }))}
        />
        {measure !== "BASELINE" && (
          <TextInput {...props} name="windowHours" label={t("field.window")} slotProps={decimal} />
        )}
        {measure === "COUNT" ? (
          <Box sx={{ display: "grid", gap: 1, gridTemplateColumns: "1fr 1fr" }}>
            <TextInput {...props} name="count" label={t("field.count")} slotProps={decimal} />
            <TextInput {...props} name="of" label={t("field.of")} slotProps={decimal} />
          </Box>
        ) : (
          <TextInput {...props} name="minReadings" label={t("field.minReadings")} slotProps={decimal} />
        )}
      </Box>
      <LevelFields {...props} unit={unit} />
      <Box sx={two}>
        <HysteresisInput {...props} unit={unit} />
      </Box>
    </Box>
  );
}

function MissingFields(props: ConditionFieldsProps) {
  const { t } = useTranslation("healthRules");
  const words = useVitalWords();
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <Box sx={two}>
        <ChoiceInput
          {...props}
          multiple
          name="codes"
          label={t("field.codes")}
          hint={t("field.codesHint")}
          options={vitalLooks.map(({ code }) => ({ value: code, label: words.name(code) }))}
        />
        <ChoiceInput
          {...props}
          name="expected"
          label={t("field.expected")}
          options={[
            { value: "EXPECTED", label: t("field.expectedOnly") },
            { value: "ALL", label: t("field.expectedAll") },
          ]}
        />
      </Box>
      <SilenceFields {...props} />
    </Box>
  );
}

function CodeInput(props: ConditionFieldsProps) {
  const { t } = useTranslation("healthRules");
  const words = useVitalWords();
  return (
    <ChoiceInput
      {...props}
      name="code"
      label={t("field.code")}
      options={vitalLooks.map(({ code }) => ({ value: code, label: words.name(code) }))}
    />
  );
}

function HysteresisInput({ unit, ...props }: ConditionFieldsProps & { unit: string }) {
  const { t } = useTranslation("healthRules");
  return (
    <TextInput
      {...props}
      name="hysteresis"
      label={unit === "" ? t("field.hysteresis") : `${t("field.hysteresis")} (${unit})`}
      hint={t("field.hysteresisHint")}
      slotProps={decimal}
    />
  );
}
