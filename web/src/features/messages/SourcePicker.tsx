import { Box, Link as MuiLink, ToggleButton, ToggleButtonGroup, Typography } from "@mui/material";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { ChoiceField } from "../../messages/content/ChoiceField.tsx";
import type { Draft } from "./composeState.ts";
import { useTemplateChoices } from "./useTemplates.ts";

interface SourcePickerProps {
  source: Draft["source"];
  templateId: string;
  onChange: (change: Partial<Pick<Draft, "source" | "templateId">>) => void;
  /** The editor, while the text is written here. */
  children: ReactNode;
}

/** Written here, or made of an approved template. */
export function SourcePicker({ source, templateId, onChange, children }: SourcePickerProps) {
  const { t } = useTranslation("messages");
  const templates = useTemplateChoices();
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={source}
        aria-label={t("compose.source")}
        onChange={(_, next: Draft["source"] | null) => {
          if (next) onChange({ source: next });
        }}
      >
        {(["write", "template"] as const).map((one) => (
          <ToggleButton key={one} value={one} sx={{ px: 1.5, py: 0.25, textTransform: "none" }}>
            {t(`compose.sources.${one}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {source === "write" ? (
        children
      ) : templates.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {t("compose.noTemplates")}{" "}
          <MuiLink component={Link} to="/messages/templates">
            {t("section.templates")}
          </MuiLink>
        </Typography>
      ) : (
        <ChoiceField
          label={t("compose.template")}
          value={templates.some(({ id }) => id === templateId) ? templateId : ""}
          options={templates.map(({ id, name }) => ({ value: id, label: name }))}
          onChange={(next) => onChange({ templateId: next })}
        />
      )}
    </Box>
  );
}
