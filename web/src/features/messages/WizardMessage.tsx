import { Alert, Box, Chip, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { pruned } from "../../messages/content/contentState.ts";
import { useIssueText } from "../../messages/content/issueText.ts";
import { Backdrop } from "../../messages/preview/Backdrop.tsx";
import { MessageBubble } from "../../messages/preview/MessageBubble.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { ContentEditor } from "./ContentEditor.tsx";
import { isWritten } from "./composeState.ts";
import { SourcePicker } from "./SourcePicker.tsx";
import { useContentCheck } from "./useContentCheck.ts";
import type { Wizard } from "./useWizard.ts";

/** What all of them are told, with variables for what differs. */
export function WizardMessage({ wizard }: { wizard: Wizard }) {
  const { t } = useTranslation("messages");
  const issueText = useIssueText();
  const { text, setText, content, names, table } = wizard;
  const check = useContentCheck(pruned(text.content), [], text.source === "template" || !isWritten(text));
  return (
    <Box
      sx={{
        display: "grid",
        gap: 2,
        alignItems: "start",
        gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "minmax(0,7fr) minmax(0,5fr)" },
      }}
    >
      <Panel title={t("compose.content")}>
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
          <Typography variant="body2" color="textSecondary">
            {t("wizard.variablesHint", { example: "{{name}}" })}{" "}
            {table &&
              table.columns
                .slice(0, 8)
                .map((name) => <Chip key={name} label={`{{${name}}}`} sx={{ mr: 0.5 }} />)}
          </Typography>
          <SourcePicker
            source={text.source}
            templateId={text.templateId}
            onChange={(next) => setText({ ...text, ...next })}
          >
            <ContentEditor
              content={text.content}
              // A text with variables is checked once more with each row's values.
              issues={check.issues}
              onChange={(next) => setText({ ...text, content: next })}
            />
          </SourcePicker>
        </Box>
      </Panel>
      <Panel title={t("preview.label")}>
        {content && (
          <Backdrop>
            <MessageBubble content={content} sender={t("preview.sender")} />
          </Backdrop>
        )}
        {check.keyword && (
          <Alert severity="error" variant="outlined" sx={{ mt: 1.5 }}>
            {issueText(`holds a forbidden word: ${check.keyword}`)}
          </Alert>
        )}
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1.5 }}>
          {names.length > 0 ? t("wizard.variables", { names: names.join(", ") }) : t("wizard.noVariables")}
        </Typography>
      </Panel>
    </Box>
  );
}
