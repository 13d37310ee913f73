import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { TagsInput } from "../../forms/TagsInput.tsx";
import { TextInput } from "../../forms/TextInput.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { PanelText } from "./PanelText.tsx";
import type { PolicyPart } from "./policyPart.ts";

/** What every alert has, and what those of accounts and processes have besides. */
export const usualLabels = ["alert", "severity", "component"] as const;

/** Which alerts come in one notice, and how often. */
export function GroupingPanel({ control, disabled }: PolicyPart) {
  const { t } = useTranslation("alerting");
  return (
    <Panel title={t("policy.grouping")}>
      <PanelText>{t("policy.groupingText")}</PanelText>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", sm: "1fr 1fr" } }}>
        <Box sx={{ gridColumn: "1 / -1", minWidth: 0 }}>
          <TagsInput
            control={control}
            name="groupBy"
            label={t("policy.groupBy")}
            hint={t("policy.groupByHint")}
            suggestions={usualLabels}
            disabled={disabled}
          />
        </Box>
        <TextInput
          control={control}
          name="groupWaitSeconds"
          label={t("policy.wait")}
          hint={t("policy.waitHint")}
          required
          disabled={disabled}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
        />
        <TextInput
          control={control}
          name="groupIntervalSeconds"
          label={t("policy.interval")}
          hint={t("policy.intervalHint")}
          required
          disabled={disabled}
          slotProps={{ htmlInput: { inputMode: "numeric" } }}
        />
      </Box>
    </Panel>
  );
}
