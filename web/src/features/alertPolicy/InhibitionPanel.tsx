import AddIcon from "@mui/icons-material/AddRounded";
import { Box, Button, Typography } from "@mui/material";
import { useFieldArray } from "react-hook-form";
import { useTranslation } from "react-i18next";
import { TagsInput } from "../../forms/TagsInput.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { usualLabels } from "./GroupingPanel.tsx";
import { MatchersInput } from "./MatchersInput.tsx";
import { PanelText } from "./PanelText.tsx";
import { mostInhibitions } from "./policyForm.ts";
import type { PolicyPart } from "./policyPart.ts";

const emptyMatcher = () => ({ label: "alert", operator: "EQUAL" as const, value: "" });

/** Causes and their consequences: of these nobody is told while the cause lasts. */
export function InhibitionPanel({ control, disabled }: PolicyPart) {
  const { t } = useTranslation("alerting");
  const { fields, append, remove } = useFieldArray({ control, name: "inhibitions" });
  return (
    <Panel title={t("policy.inhibition")}>
      <PanelText>{t("policy.inhibitionText")}</PanelText>
      {fields.length === 0 && <Typography variant="body2">{t("policy.noInhibitions")}</Typography>}
      <Box sx={{ display: "grid", gap: 2 }}>
        {fields.map(({ id }, nth) => (
          <Box
            key={id}
            role="group"
            aria-label={t("policy.inhibitionNth", { nth: nth + 1 })}
            sx={{ p: 2, border: 1, borderColor: "divider", borderRadius: 1, display: "grid", gap: 2 }}
          >
            {(["source", "target"] as const).map((side) => (
              <Box key={side} sx={{ minWidth: 0 }}>
                <Typography variant="h3" sx={{ mb: 1.5 }}>
                  {t(`policy.${side}`)}
                </Typography>
                <MatchersInput control={control} name={`inhibitions.${nth}.${side}`} disabled={disabled} />
              </Box>
            ))}
            <TagsInput
              control={control}
              name={`inhibitions.${nth}.equal`}
              label={t("policy.equal")}
              hint={t("policy.equalHint")}
              suggestions={usualLabels}
              disabled={disabled}
            />
            {!disabled && (
              <Button size="small" color="error" onClick={() => remove(nth)} sx={{ justifySelf: "end" }}>
                {t("policy.removeInhibition")}
              </Button>
            )}
          </Box>
        ))}
      </Box>
      {!disabled && (
        <Button
          size="small"
          startIcon={<AddIcon />}
          disabled={fields.length >= mostInhibitions}
          onClick={() => append({ source: [emptyMatcher()], target: [emptyMatcher()], equal: [] })}
          sx={{ mt: 1.5 }}
        >
          {t("policy.addInhibition")}
        </Button>
      )}
    </Panel>
  );
}
