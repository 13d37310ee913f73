import { useMutation, useQuery } from "@apollo/client/react";
import EditIcon from "@mui/icons-material/EditOutlined";
import SendIcon from "@mui/icons-material/SendRounded";
import { Box, Button } from "@mui/material";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Link, useNavigate, useParams } from "react-router";
import { RecordTrail } from "../../audit/RecordTrail.tsx";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import { type Content, contentOf, emptyContent, pruned } from "../../messages/content/contentState.ts";
import { seriousError } from "../../session/refusal.ts";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { GonePage } from "../../ui/GonePage.tsx";
import { LoadingPage } from "../../ui/LoadingPage.tsx";
import { Page } from "../../ui/Page.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { int, oneOf } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { TemplateEditor } from "./TemplateEditor.tsx";
import { deleteTemplateMutation, reviseTemplateMutation, templateQuery } from "./templateQuery.ts";
import { TemplateVersions } from "./TemplateVersions.tsx";

const viewState = { version: int(0, 1, 1_000_000), dialog: oneOf(["delete"], null) };

/** One template: its versions, what changed between them, and who may send which. */
export function TemplatePage() {
  const { t } = useTranslation(["messages", "common"]);
  const { id = "" } = useParams();
  const can = useCan();
  const navigate = useNavigate();
  const toaster = useToaster();
  const [state, change] = useUrlState(viewState);
  const [draft, setDraft] = useState<Content | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [revise, { loading: saving }] = useMutation(reviseTemplateMutation);
  const [remove] = useMutation(deleteTemplateMutation, {
    update: (cache) => cache.evict({ id: "ROOT_QUERY", fieldName: "messageTemplates" }),
  });
  const {
    data,
    error: problem,
    refetch,
  } = useQuery(templateQuery, { variables: { id }, fetchPolicy: "cache-and-network" });
  const template = data?.messageTemplate;
  const serious = seriousError(problem);

  if (data && !template)
    return (
      <GonePage
        title={t("template.gone")}
        list={{ path: "/messages/templates", text: t("section.templates") }}
      />
    );
  if (!template)
    return <LoadingPage title={t("section.templates")} problem={serious} onRetry={() => void refetch()} />;
  const mayWrite = can("message-template:write");
  const [newest] = template.versions;
  const save = () => {
    if (!draft) return;
    setError(null);
    revise({ variables: { input: { templateId: id, content: pruned(draft) } } }).then(
      () => {
        toaster.done(t("template.revised"));
        setDraft(null);
        change({ version: 0 });
      },
      (refused: unknown) => setError(refused),
    );
  };
  return (
    <Page
      title={template.name}
      context={
        template.approved === null
          ? t("template.notApproved")
          : t("template.inUse", { version: template.approved })
      }
      actions={
        draft ? (
          <>
            <Button color="inherit" onClick={() => setDraft(null)}>
              {t("common:cancel")}
            </Button>
            <Button variant="contained" disabled={saving} onClick={save}>
              {t("template.saveVersion", { version: template.version + 1 })}
            </Button>
          </>
        ) : (
          <>
            {mayWrite && (
              <Button color="inherit" onClick={() => change({ dialog: "delete" }, "push")}>
                {t("common:delete")}
              </Button>
            )}
            {mayWrite && (
              <Button
                variant="outlined"
                startIcon={<EditIcon />}
                onClick={() => setDraft(contentOf(newest?.content) ?? emptyContent("TEXT"))}
              >
                {t("template.revise")}
              </Button>
            )}
            {can("message:send") && template.approved !== null && (
              <Button
                component={Link}
                to={`/messages/new?template=${id}`}
                variant="contained"
                startIcon={<SendIcon />}
              >
                {t("template.use")}
              </Button>
            )}
          </>
        )
      }
    >
      <UnsavedGuard dirty={draft !== null && !saving} />
      {draft ? (
        <TemplateEditor content={draft} onContent={setDraft} error={error} />
      ) : (
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
          {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
          <TemplateVersions
            templateId={id}
            versions={template.versions}
            chosen={state.version || template.version}
            onChoose={(version) => change({ version }, "push")}
          />
          {can("audit:read") && (
            <RecordTrail title={t("detail.audit")} resourceType="message-template" resourceId={id} />
          )}
        </Box>
      )}
      {state.dialog === "delete" && (
        <ConfirmDialog
          danger
          title={t("template.confirmDelete.title", { name: template.name })}
          confirmText={t("common:delete")}
          onClose={() => change({ dialog: null })}
          onConfirm={async () => {
            await remove({ variables: { input: { templateId: id } } });
            toaster.done(t("template.deleted"));
            await navigate("/messages/templates");
          }}
        >
          {t("template.confirmDelete.text")}
        </ConfirmDialog>
      )}
    </Page>
  );
}
