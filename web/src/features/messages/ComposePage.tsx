import { useMutation } from "@apollo/client/react";
import SendIcon from "@mui/icons-material/SendRounded";
import { Alert, Box, Button } from "@mui/material";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { UnsavedGuard } from "../../forms/UnsavedGuard.tsx";
import {
  type Content,
  contentOf,
  pruned,
  rendered,
  variablesOf,
} from "../../messages/content/contentState.ts";
import { type ContentIssue, contentIssues, useIssueText } from "../../messages/content/issueText.ts";
import { Backdrop } from "../../messages/preview/Backdrop.tsx";
import { MessageBubble } from "../../messages/preview/MessageBubble.tsx";
import { refusalOf } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { ContentEditor } from "./ContentEditor.tsx";
import {
  type Draft,
  emptyDraft,
  isRecipient,
  isWritten,
  kindFor,
  orderOf,
  recipientsMax,
  sourceOf,
  variablesIn,
} from "./composeState.ts";
import { sendBatchMutation, sendMutation } from "./messageOperations.ts";
import { PlanSummary } from "./PlanSummary.tsx";
import { RecipientField } from "./RecipientField.tsx";
import { SendingFields } from "./SendingFields.tsx";
import { SourcePicker } from "./SourcePicker.tsx";
import { summaryOf } from "./summaryText.ts";
import { useContentCheck } from "./useContentCheck.ts";
import { usePlan } from "./usePlan.ts";
import { useTemplateText } from "./useTemplates.ts";
import { VariableFields } from "./VariableFields.tsx";

/** What a link may begin a message with. */
const viewState = { account: text, template: text };

/** One message, to one recipient or some, seen as it will arrive while it is written. */
export function ComposePage() {
  const { t } = useTranslation(["messages", "common"]);
  const navigate = useNavigate();
  const toaster = useToaster();
  const issueText = useIssueText();
  const [{ account, template: templateId }] = useUrlState(viewState);
  const [draft, setDraft] = useState<Draft>(() => emptyDraft(account, templateId));
  // One key until it is sent or changed: a second press after a lost answer sends nothing twice.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [error, setError] = useState<unknown>(null);
  const [refused, setRefused] = useState<readonly ContentIssue[]>([]);
  const [busy, setBusy] = useState(false);
  const [sent, setSent] = useState(false);
  const [send] = useMutation(sendMutation);
  const [sendBatch] = useMutation(sendBatchMutation);
  const template = useTemplateText(draft.templateId);

  const change = (next: Partial<Draft>) => {
    setDraft({ ...draft, ...next });
    setKey(crypto.randomUUID());
    setRefused([]);
    setError(null);
  };
  const content: Content | undefined = draft.source === "template" ? template?.content : draft.content;
  const names = useMemo(() => variablesOf(content), [content]);
  const variables = variablesIn(draft.variables, names);
  const written = isWritten(draft);
  const check = useContentCheck(
    pruned(draft.content),
    variables.filter(({ value }) => value !== ""),
    draft.source === "template" || !written,
  );
  const shown =
    content &&
    contentOf(
      rendered(content, new Map(variables.filter(({ value }) => value).map((v) => [v.name, v.value]))),
    );
  const issues = refused.length > 0 ? refused : check.issues;
  const recipientsFit =
    draft.recipients.length > 0 &&
    draft.recipients.length <= recipientsMax &&
    draft.recipients.every((id) => isRecipient(draft.kind, id));
  const filled = variables.every(({ value }) => value !== "");
  const complete = written && content !== undefined && recipientsFit && filled;

  const recipients = draft.recipients.map((id) => ({
    recipient: { kind: draft.kind, id },
    ...(names.length > 0 ? { variables } : {}),
  }));
  const planned =
    complete && check.issues.length === 0 ? { ...sourceOf(draft), ...planOf(draft), recipients } : null;
  const plan = usePlan(JSON.stringify(planned));
  const mayGo =
    complete &&
    check.keyword === null &&
    !(plan.plan && (plan.plan.overflow > 0 || (plan.plan.later > 0 && !draft.sending.maySpread)));

  const submit = async () => {
    const order = { ...sourceOf(draft), ...orderOf(draft.sending), idempotencyKey: key };
    const [first, ...others] = recipients;
    if (!first || !content) return;
    if (others.length === 0) {
      const { data } = await send({ variables: { input: { ...order, ...first } } });
      if (!data) return;
      setSent(true);
      toaster.done(t(draft.sending.scheduledAt ? "compose.scheduled" : "compose.sent"));
      await navigate(`/messages?message=${data.sendMessage.message.id}`);
    } else {
      const name = (summaryOf(content.type, content) || t(`type.${content.type}`)).slice(0, 60);
      const { data } = await sendBatch({ variables: { input: { ...order, name, recipients } } });
      if (!data) return;
      setSent(true);
      await navigate(`/messages/batches/${data.sendMessageBatch.messageBatch.id}`);
    }
  };
  const go = () => {
    setBusy(true);
    setError(null);
    submit()
      .catch((problem: unknown) => {
        const { issues: told = [] } = refusalOf(problem).details;
        const ofContent = contentIssues(told);
        setRefused(ofContent.filter(({ path }) => path !== ""));
        setError(ofContent.length > 0 && ofContent.every(({ path }) => path !== "") ? null : problem);
      })
      .finally(() => setBusy(false));
  };

  return (
    <Page
      title={t("compose.title")}
      actions={
        <Button variant="contained" startIcon={<SendIcon />} disabled={!mayGo || busy} onClick={go}>
          {recipients.length > 1
            ? t(draft.sending.scheduledAt ? "compose.scheduleTo" : "compose.sendTo", {
                count: recipients.length,
              })
            : t(draft.sending.scheduledAt ? "compose.schedule" : "compose.send")}
        </Button>
      }
    >
      <UnsavedGuard dirty={!busy && !sent && (written || draft.recipients.length > 0)} />
      <Box
        sx={{
          display: "grid",
          gap: 2,
          alignItems: "start",
          gridTemplateColumns: { xs: "minmax(0,1fr)", lg: "minmax(0,7fr) minmax(0,5fr)" },
        }}
      >
        <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
          {error !== null && <ErrorNotice error={error} />}
          <Panel title={t("compose.content")}>
            <SourcePicker
              source={draft.source}
              templateId={draft.templateId}
              onChange={(next) => change({ ...next, variables: {} })}
            >
              <ContentEditor
                content={draft.content}
                issues={issues}
                onChange={(next) => {
                  const kind = kindFor(next, draft.kind);
                  change({ content: next, kind, ...(kind === draft.kind ? {} : { recipients: [] }) });
                }}
              />
            </SourcePicker>
          </Panel>
          {names.length > 0 && (
            <Panel title={t("compose.variables")}>
              <VariableFields
                names={names}
                values={draft.variables}
                onChange={(values) => change({ variables: values })}
              />
            </Panel>
          )}
          <Panel title={t("compose.recipients")}>
            <RecipientField
              type={content?.type ?? "TEXT"}
              kind={draft.kind}
              recipients={draft.recipients}
              onChange={change}
            />
          </Panel>
          <Panel title={t("sending.title")}>
            <SendingFields sending={draft.sending} onChange={(sending) => change({ sending })} />
          </Panel>
        </Box>
        <Box
          sx={{
            display: "grid",
            gap: 2,
            position: { lg: "sticky" },
            top: 16,
            gridTemplateColumns: "minmax(0,1fr)",
          }}
        >
          <Panel title={t("preview.label")}>
            <Backdrop>
              <MessageBubble content={shown ?? draft.content} sender={t("preview.sender")} />
            </Backdrop>
            {check.keyword && (
              <Alert severity="error" variant="outlined" sx={{ mt: 1.5 }}>
                {issueText(`holds a forbidden word: ${check.keyword}`)}
              </Alert>
            )}
          </Panel>
          <Panel title={t("plan.title")}>
            <PlanSummary
              plan={plan.plan}
              error={plan.error}
              loading={plan.loading}
              maySpread={draft.sending.maySpread}
              idle={t("plan.idle")}
            />
          </Panel>
        </Box>
      </Box>
    </Page>
  );
}

function planOf({ sending }: Draft) {
  const { maySpread: _, ...order } = orderOf(sending);
  return order;
}
