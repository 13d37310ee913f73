import { useMutation } from "@apollo/client/react";
import { Button } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { emptyContent, isBlank, pruned } from "../../messages/content/contentState.ts";
import { Page } from "../../ui/Page.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { TemplateEditor } from "./TemplateEditor.tsx";
import { createTemplateMutation } from "./templateQuery.ts";

export function NewTemplatePage() {
  const { t } = useTranslation(["messages", "common"]);
  const navigate = useNavigate();
  const toaster = useToaster();
  const [name, setName] = useState("");
  const [content, setContent] = useState(() => emptyContent("TEXT"));
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const [saved, setSaved] = useState(false);
  const [create] = useMutation(createTemplateMutation);
  const save = () => {
    setBusy(true);
    setError(null);
    create({ variables: { input: { name: name.trim(), content: pruned(content) } } })
      .then(async ({ data }) => {
        if (!data) return;
        setSaved(true);
        toaster.done(t("template.created"));
        await navigate(`/messages/templates/${data.createMessageTemplate.messageTemplate.id}`);
      })
      .catch(setError)
      .finally(() => setBusy(false));
  };
  return (
    <Page
      title={t("template.new")}
      actions={
        <Button variant="contained" disabled={busy || name.trim() === "" || isBlank(content)} onClick={save}>
          {t("common:save")}
        </Button>
      }
    >
      <UnsavedGuard dirty={!busy && !saved && (name !== "" || !isBlank(content))} />
      <TemplateEditor
        name={name}
        onName={setName}
        content={content}
        onContent={(next) => {
          setContent(next);
          setError(null);
        }}
        error={error}
      />
    </Page>
  );
}
