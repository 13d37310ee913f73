import { useLazyQuery } from "@apollo/client/react";
import RevealIcon from "@mui/icons-material/VisibilityOutlined";
import { Box, Button, Skeleton, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../gql/gql.ts";
import { seriousError } from "../session/refusal.ts";
import { CopyButton } from "../ui/CopyButton.tsx";
import { ErrorNotice } from "../ui/ErrorNotice.tsx";
import { Facts } from "../ui/Facts.tsx";
import { Panel } from "../ui/Panel.tsx";
import { factsOf } from "./contentFacts.ts";

const contentQuery = graphql(`
  query CallbackContent($id: ID!) {
    callbackContent(callbackId: $id) {
      callbackId
      fields
    }
  }
`);

/** What a callback says. Shown when asked for, because it is personal and who reads it is recorded. */
export function CallbackContentPanel({ id }: { id: string }) {
  const { t } = useTranslation("callbacks");
  const [load, { data, error, loading }] = useLazyQuery(contentQuery, { fetchPolicy: "no-cache" });
  const open = () => void load({ variables: { id } });
  const content = data?.callbackContent.callbackId === id ? data.callbackContent : undefined;
  const problem = seriousError(error);
  const facts = content ? factsOf(content.fields) : [];

  return (
    <Panel
      title={t("content.title")}
      actions={
        content?.fields != null && (
          <CopyButton text={JSON.stringify(content.fields, null, 2)} label={t("content.copy")} />
        )
      }
    >
      {problem !== undefined && <ErrorNotice error={problem} onRetry={open} />}
      {loading && <Skeleton variant="rounded" height={120} />}
      {!content && !loading && problem === undefined && (
        <Box sx={{ display: "grid", gap: 1, justifyItems: "start" }}>
          <Typography variant="body2" color="textSecondary">
            {t("content.note")}
          </Typography>
          <Button variant="outlined" color="inherit" startIcon={<RevealIcon />} onClick={open}>
            {t("content.reveal")}
          </Button>
        </Box>
      )}
      {content && facts.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {t("content.unreadable")}
        </Typography>
      )}
      {facts.length > 0 && <Facts facts={facts} />}
    </Panel>
  );
}
