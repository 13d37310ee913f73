import { Box } from "@mui/material";
import { useTranslation } from "react-i18next";
import { ChoiceField } from "./ChoiceField.tsx";
import { ContentFields } from "./ContentFields.tsx";
import { type CardKind, cardForms, cardKinds } from "./cardForms.ts";
import { contentForms } from "./contentForms.ts";
import { type Content, inKind, kindOf } from "./contentState.ts";
import type { ContentIssue } from "./issueText.ts";

interface ContentFormProps {
  content: Content;
  onChange: (content: Content) => void;
  issues: readonly ContentIssue[];
}

/** The fields of a content's type, with what is wrong beside each. */
export function ContentForm({ content, onChange, issues }: ContentFormProps) {
  const { t } = useTranslation("messages");
  const { type } = content;
  if (type !== "TEMPLATE_CARD")
    return (
      <ContentFields
        fields={contentForms[type]}
        value={content}
        path={[]}
        issues={issues}
        onChange={(next) => onChange({ ...asObject(next), type })}
      />
    );
  const card = asObject(content["card"]);
  const kind = kindOf(card);
  return (
    <Box sx={{ display: "grid", gap: 2 }}>
      <ChoiceField
        label={t("field.cardKind")}
        value={kind}
        options={cardKinds.map((value: CardKind) => ({ value, label: t(`cardKind.${value}`) }))}
        onChange={(next) => onChange({ type, card: inKind(card, next) })}
      />
      <ContentFields
        fields={cardForms[kind]}
        value={card}
        path={["card"]}
        issues={issues}
        onChange={(next) => onChange({ type, card: { ...asObject(next), kind } })}
      />
    </Box>
  );
}

function asObject(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
