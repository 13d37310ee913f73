import { Box, ToggleButton, ToggleButtonGroup } from "@mui/material";
import { useTranslation } from "react-i18next";
import type { MessageType } from "../../gql/graphql.ts";
import { ContentForm } from "../../messages/content/ContentForm.tsx";
import { messageTypes } from "../../messages/content/contentForms.ts";
import { type Content, inType } from "../../messages/content/contentState.ts";
import type { ContentIssue } from "../../messages/content/issueText.ts";
import { typeIcon } from "./typeIcon.ts";
import { wrappedChoices } from "./wrappedChoices.ts";

interface ContentEditorProps {
  content: Content;
  onChange: (content: Content) => void;
  issues: readonly ContentIssue[];
}

/** The type of a message, and what it says. */
export function ContentEditor({ content, onChange, issues }: ContentEditorProps) {
  const { t } = useTranslation("messages");
  return (
    <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
      <ToggleButtonGroup
        exclusive
        size="small"
        value={content.type}
        aria-label={t("column.type")}
        onChange={(_, type: MessageType | null) => {
          if (type) onChange(inType(content, type));
        }}
        sx={wrappedChoices}
      >
        {messageTypes.map((type) => {
          const Icon = typeIcon[type];
          return (
            <ToggleButton
              key={type}
              value={type}
              sx={{ px: 1.25, py: 0.5, gap: 0.75, textTransform: "none" }}
            >
              <Icon sx={{ fontSize: 18 }} />
              {t(`type.${type}`)}
            </ToggleButton>
          );
        })}
      </ToggleButtonGroup>
      <ContentForm content={content} onChange={onChange} issues={issues} />
    </Box>
  );
}
