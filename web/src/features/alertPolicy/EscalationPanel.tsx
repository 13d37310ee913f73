import AddIcon from "@mui/icons-material/AddRounded";
import RemoveIcon from "@mui/icons-material/RemoveCircleOutlineRounded";
import { Box, Button, IconButton, Typography } from "@mui/material";
import { useFieldArray } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { ChoiceInput } from "../../forms/ChoiceInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { PanelText } from "./PanelText.tsx";
import { PeopleInput } from "./PeopleInput.tsx";
import { mostSteps, raiseChoices } from "./policyForm.ts";
import type { PolicyPart } from "./policyPart.ts";

/** What is done when nobody takes an alert on: step after step. */
export function EscalationPanel({ control, disabled }: PolicyPart) {
  const { t } = useTranslation("alerting");
  const { fields, append, remove } = useFieldArray({ control, name: "escalation" });
  return (
    <Panel title={t("policy.escalation")}>
      <PanelText>{t("policy.escalationText")}</PanelText>
      {fields.length === 0 && <Typography variant="body2">{t("policy.noSteps")}</Typography>}
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none", display: "grid", gap: 2 }}>
        {fields.map(({ id }, nth) => (
          <Box
            key={id}
            component="li"
            aria-label={t("policy.step", { step: nth + 1 })}
            sx={{
              display: "grid",
              gap: 1.5,
              alignItems: "start",
              gridTemplateColumns: {
                xs: "minmax(0,1fr) auto",
                md: "200px 200px minmax(0,1fr) auto",
              },
              "& > :not(:last-child)": { gridColumn: { xs: "1", md: "auto" } },
              "& > :last-child": { gridRow: { xs: "1", md: "auto" }, gridColumn: { xs: "2", md: "auto" } },
            }}
          >
            <TextInput
              control={control}
              name={`escalation.${nth}.afterMinutes`}
              label={t("policy.after")}
              required
              disabled={disabled}
              slotProps={{ htmlInput: { inputMode: "numeric" } }}
            />
            <ChoiceInput
              control={control}
              name={`escalation.${nth}.raiseTo`}
              label={t("policy.raiseTo")}
              disabled={disabled}
              options={raiseChoices.map((value) => ({
                value,
                label: value === "SAME" ? t("policy.asItIs") : t(`severity.${value}`),
              }))}
            />
            <PeopleInput control={control} name={`escalation.${nth}.userIds`} disabled={disabled} />
            <IconButton
              aria-label={t("policy.removeStep", { step: nth + 1 })}
              disabled={disabled}
              onClick={() => remove(nth)}
            >
              <RemoveIcon fontSize="small" />
            </IconButton>
          </Box>
        ))}
      </Box>
      {!disabled && (
        <Button
          size="small"
          startIcon={<AddIcon />}
          disabled={fields.length >= mostSteps}
          onClick={() => append({ afterMinutes: "", raiseTo: "SAME", userIds: [] })}
          sx={{ mt: 1.5 }}
        >
          {t("policy.addStep")}
        </Button>
      )}
    </Panel>
  );
}
