import { Box, TextField, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { type Content, isBlank, pruned, variablesOf } from "../../messages/content/contentState.ts";
import { contentIssues, useIssueText } from "../../messages/content/issueText.ts";
import { Backdrop } from "../../messages/preview/Backdrop.tsx";
import { MessageBubble } from "../../messages/preview/MessageBubble.tsx";
import { refusalOf } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { ContentEditor } from "./ContentEditor.tsx";
import { useContentCheck } from "./useContentCheck.ts";

interface TemplateEditorProps {
  /** Not given where the name is fixed. */
  name?: string;
  onName?: (name: string) => void;
  content: Content;
  onContent: (content: Content) => void;
  /** What saving was refused with. */
  error: unknown;
}

/** A text with {{variables}}, as it is written and as it will look. */
export function TemplateEditor({ name, onName, content, onContent, error }: TemplateEditorProps) {
  const { t } = useTranslation("messages");
  const issueText = useIssueText();
  const check = useContentCheck(pruned(content), [], isBlank(content));
  const told = error === null ? [] : (refusalOf(error).details.issues ?? []);
  const refused = contentIssues(told).filter(({ path }) => path !== "");
  const ofName = told.find(({ path }) => path.includes("name"));
  const names = variablesOf(content);
  const elsewhere = error !== null && refused.length + (ofName ? 1 : 0) < Math.max(1, told.length);
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
          {elsewhere && <ErrorNotice error={error} />}
          {onName && (
            <TextField
              label={t("template.name")}
              value={name}
              required
              error={ofName !== undefined}
              helperText={ofName ? issueText(ofName.message) : t("template.nameHint")}
              onChange={(event) => onName(event.target.value.slice(0, 100))}
            />
          )}
          <Typography variant="body2" color="textSecondary">
            {t("template.variablesHint", { example: "{{name}}" })}
          </Typography>
          <ContentEditor
            content={content}
            issues={refused.length > 0 ? refused : check.issues}
            onChange={onContent}
          />
        </Box>
      </Panel>
      <Panel title={t("preview.label")}>
        <Backdrop>
          <MessageBubble content={content} sender={t("preview.sender")} />
        </Backdrop>
        <Typography variant="body2" color="textSecondary" sx={{ mt: 1.5 }}>
          {names.length > 0 ? t("wizard.variables", { names: names.join(", ") }) : t("wizard.noVariables")}
        </Typography>
        {check.keyword && (
          <Typography variant="body2" color="error">
            {issueText(`holds a forbidden word: ${check.keyword}`)}
          </Typography>
        )}
      </Panel>
    </Box>
  );
}
