import { Alert, AlertTitle, Box, Link as MuiLink } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import type { MessageDetail_MessageFragment } from "../../gql/graphql.ts";
import { contentOf } from "../../messages/content/contentState.ts";
import { MessageBubble } from "../../messages/preview/MessageBubble.tsx";
import { Backdrop } from "../../messages/preview/Backdrop.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { useErrorWords } from "./errorWords.ts";
import { RecordTimeline } from "./RecordTimeline.tsx";

export function RecordDetail({ message }: { message: MessageDetail_MessageFragment }) {
  const { t } = useTranslation(["messages", "common"]);
  const can = useCan();
  const words = useErrorWords();
  const { account, recipient, recipientKind, error, status } = message;
  const content = contentOf(message.content);
  const why = error && words(error);
  return (
    <>
      {why && (
        <Alert severity={status === "FAILED" ? "error" : "info"} variant="outlined">
          <AlertTitle sx={{ mb: 0 }}>{why.meaning}</AlertTitle>
          {why.action} <code>{error?.code}</code>
        </Alert>
      )}
      {content && (
        <Backdrop>
          <MessageBubble content={content} sender={account?.name ?? t("preview.sender")} />
        </Backdrop>
      )}
      <Panel title={t("detail.timeline")}>
        <RecordTimeline message={message} />
      </Panel>
      <Panel title={t("detail.facts")}>
        <Facts
          facts={[
            [t("column.recipient"), `${recipient} · ${t(`recipientKind.${recipientKind}`)}`],
            [t("column.type"), t(`type.${message.type}`)],
            [
              t("column.account"),
              <>
                {account ? (
                  <MuiLink component={Link} to={`/accounts/${account.id}?tab=messages`}>
                    {account.name}
                  </MuiLink>
                ) : (
                  "–"
                )}{" "}
                <Box component="span" sx={{ color: "text.secondary", fontSize: "0.8125rem" }}>
                  {t(message.isRouted ? "detail.routed" : "detail.named")}
                </Box>
              </>,
            ],
            [t("detail.attempts"), message.attempts],
            [t("detail.createdBy"), message.createdBy?.displayName ?? "–"],
            [
              t("column.batch"),
              message.batchId ? (
                <MuiLink component={Link} to={`/messages/batches/${message.batchId}`}>
                  {t("detail.inBatch", { place: (message.batchIndex ?? 0) + 1 })}
                </MuiLink>
              ) : (
                "–"
              ),
            ],
            ...(message.templateId
              ? [
                  [
                    t("detail.template"),
                    <MuiLink component={Link} to={`/messages/templates/${message.templateId}`} key="template">
                      {t("detail.toTemplate")}
                    </MuiLink>,
                  ] as const,
                ]
              : []),
            ...(message.retryOfId
              ? [
                  [
                    t("detail.retryOf"),
                    <MuiLink component={Link} to={`/messages?message=${message.retryOfId}`} key="retryOf">
                      {message.retryOfId.slice(-8)}
                    </MuiLink>,
                  ] as const,
                ]
              : []),
            ...(can("audit:read")
              ? [
                  [
                    t("detail.audit"),
                    <MuiLink
                      component={Link}
                      to={`/audit?resourceType=message&resourceId=${message.id}`}
                      key="audit"
                    >
                      {t("detail.toAudit")}
                    </MuiLink>,
                  ] as const,
                ]
              : []),
            [
              "ID",
              <Box component="span" key="id" sx={{ display: "inline-flex", alignItems: "center", gap: 0.5 }}>
                <code>{message.id}</code>
                <CopyButton text={message.id} label={t("common:copy")} />
              </Box>,
            ],
          ]}
        />
      </Panel>
    </>
  );
}
