import { useQuery } from "@apollo/client/react";
import { Box, Button, Chip, Skeleton, Typography } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../../gql/gql.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { text } from "../../ui/urlState.ts";
import { useUrlState } from "../../ui/useUrlState.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { TemplateDialog } from "./TemplateDialog.tsx";

const templatesQuery = graphql(`
  query NotificationTemplates {
    notificationTemplates {
      variables
      templates {
        ...Channel_template
      }
    }
  }
`);

export const templateFragment = graphql(`
  fragment Channel_template on NotificationTemplate {
    kind
    language
    title
    body
    isOwn
    kindTitle {
      zh
      en
    }
  }
`);

const viewState = { edit: text };

/** The words of notices, by kind and language, as they go over channels. */
export function TemplatesPage() {
  const { t, i18n } = useTranslation(["channels", "common"]);
  const mayWrite = useCan()("notification-template:write");
  const [{ edit }, change] = useUrlState(viewState);
  const { data, error, refetch } = useQuery(templatesQuery, { fetchPolicy: "cache-and-network" });
  const serious = seriousError(error);
  const language = i18n.language === "en" ? "en" : "zh";
  const templates = data?.notificationTemplates.templates ?? [];
  const kinds = [...new Set(templates.map(({ kind }) => kind))];
  const edited = templates.find((each) => `${each.kind}.${each.language}` === edit);
  return (
    <Page
      title={t("templates.title")}
      context={t("templates.context")}
      actions={
        <Button variant="outlined" component={Link} to="/notification-channels">
          {t("title")}
        </Button>
      }
    >
      {serious !== undefined && <ErrorNotice error={serious} onRetry={() => void refetch()} />}
      {!data && serious === undefined && <Skeleton variant="rounded" height={420} />}
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)" }}>
        {kinds.map((kind) => {
          const own = templates.filter((each) => each.kind === kind);
          return (
            <Panel key={kind} title={own[0]?.kindTitle[language]}>
              <Box
                sx={{ display: "grid", gap: 2, gridTemplateColumns: { xs: "minmax(0,1fr)", md: "1fr 1fr" } }}
              >
                {own.map((template) => (
                  <Box key={template.language} sx={{ minWidth: 0 }}>
                    <Box sx={{ display: "flex", alignItems: "center", gap: 1, mb: 0.5 }}>
                      <Typography variant="body2" color="textSecondary">
                        {t(`language.${template.language}`)}
                      </Typography>
                      {template.isOwn && <Chip size="small" label={t("templates.own")} />}
                      <Box sx={{ flex: 1 }} />
                      {mayWrite && (
                        <Button
                          size="small"
                          onClick={() => change({ edit: `${kind}.${template.language}` }, "push")}
                        >
                          {t("common:edit")}
                        </Button>
                      )}
                    </Box>
                    <Typography sx={{ fontWeight: 560, overflowWrap: "anywhere" }}>
                      {template.title}
                    </Typography>
                    <Typography
                      variant="body2"
                      color="textSecondary"
                      sx={{ whiteSpace: "pre-line", overflowWrap: "anywhere" }}
                    >
                      {template.body}
                    </Typography>
                  </Box>
                ))}
              </Box>
            </Panel>
          );
        })}
      </Box>
      {edited && data && (
        <TemplateDialog
          template={edited}
          variables={data.notificationTemplates.variables}
          onClose={() => change({ edit: "" })}
          onSaved={() => void refetch()}
        />
      )}
    </Page>
  );
}
