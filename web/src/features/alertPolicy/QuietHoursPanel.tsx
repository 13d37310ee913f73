import {
  Box,
  FormControlLabel,
  FormHelperText,
  Switch,
  ToggleButton,
  ToggleButtonGroup,
} from "@mui/material";
import { useController, useWatch } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TextInput } from "../../forms/TextInput.tsx";
import { useFieldProblem } from "../../forms/useFieldProblem.ts";
import { Panel } from "../../ui/Panel.tsx";
import { useViewer } from "../../viewer/ViewerContext.ts";
import { PanelText } from "./PanelText.tsx";
import type { PolicyPart } from "./policyPart.ts";

const isoDays = [1, 2, 3, 4, 5, 6, 7] as const;

/** When people are left alone, by the clock of the organisation. */
export function QuietHoursPanel({ control, disabled }: PolicyPart) {
  const { t } = useTranslation("alerting");
  const { tenant } = useViewer();
  const { field } = useController({ control, name: "isQuiet" });
  const [from, to] = useWatch({ control, name: ["quietHours.from", "quietHours.to"] });
  return (
    <Panel title={t("policy.quiet")}>
      <PanelText>{t("policy.quietText")}</PanelText>
      <FormControlLabel
        label={t("policy.quietOn")}
        disabled={disabled}
        control={<Switch checked={field.value} onChange={(_, isOn) => field.onChange(isOn)} />}
      />
      {field.value && (
        <Box sx={{ display: "grid", gap: 2, mt: 1.5, gridTemplateColumns: "repeat(2, minmax(0, 200px))" }}>
          {(["from", "to"] as const).map((end) => (
            <TextInput
              key={end}
              control={control}
              name={`quietHours.${end}`}
              label={t(`policy.${end}`)}
              type="time"
              required
              disabled={disabled}
              {...(end === "to" && to <= from ? { hint: t("policy.nextDay") } : {})}
              slotProps={{ inputLabel: { shrink: true } }}
            />
          ))}
          <Box sx={{ gridColumn: "1 / -1" }}>
            <Days control={control} disabled={disabled} />
          </Box>
          <Box sx={{ gridColumn: "1 / -1", color: "text.secondary", typography: "body2" }}>
            {t("policy.zone", { zone: tenant.timeZone })}
          </Box>
        </Box>
      )}
    </Panel>
  );
}

function Days({ control, disabled }: PolicyPart) {
  const { t, i18n } = useTranslation("alerting");
  const problem = useFieldProblem();
  const {
    field: { value, onChange, onBlur, ref },
    fieldState: { error },
  } = useController({ control, name: "quietHours.days" });
  const nameOf = (day: number, weekday: "short" | "long") =>
    // The first of January 2024 was a Monday.
    new Intl.DateTimeFormat(i18n.language, { weekday, timeZone: "UTC" }).format(Date.UTC(2024, 0, day));
  return (
    <>
      <ToggleButtonGroup
        size="small"
        value={value}
        disabled={disabled}
        aria-label={t("policy.days")}
        onChange={(_, days) => onChange(days)}
        onBlur={onBlur}
        sx={{ flexWrap: "wrap" }}
      >
        {isoDays.map((day, nth) => (
          <ToggleButton
            key={day}
            value={day}
            aria-label={nameOf(day, "long")}
            {...(nth === 0 ? { ref } : {})}
            sx={{ px: { xs: 1, sm: 1.5 }, textTransform: "none" }}
          >
            {nameOf(day, "short")}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <FormHelperText error={error !== undefined}>
        {problem(error?.message) ?? t("policy.daysHint")}
      </FormHelperText>
    </>
  );
}
