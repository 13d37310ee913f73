import { useMutation, useQuery } from "@apollo/client/react";
import {
  Alert,
  Box,
  Checkbox,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableContainer,
  TableHead,
  TableRow,
  Typography,
} from "@mui/material";
import { useTranslation } from "react-i18next";
import { graphql } from "../../gql/gql.ts";
import type { PersonalChannel } from "../../gql/graphql.ts";
import { seriousError } from "../../session/refusal.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useToaster } from "../../ui/Toasts.tsx";
import { MuteControl } from "./MuteControl.tsx";
import { PhoneForm } from "./PhoneForm.tsx";

const preferencesQuery = graphql(`
  query NotificationPreferences {
    notificationPreferences {
      ...Notification_preferences
    }
  }
`);

export const preferencesFragment = graphql(`
  fragment Notification_preferences on NotificationPreferences {
    available
    mutedUntil
    phone
    kinds {
      kind
      isMandatory
      enabled
      title {
        zh
        en
      }
    }
  }
`);

const updatePreferences = graphql(`
  mutation UpdateNotificationPreferences($input: UpdateNotificationPreferencesInput!) {
    updateNotificationPreferences(input: $input) {
      preferences {
        ...Notification_preferences
      }
    }
  }
`);

const columns: readonly PersonalChannel[] = ["IN_APP", "EMAIL", "SMS"];

/** What one is told of, and where: a matrix of kinds and channels. */
export function PreferencesPage() {
  const { t, i18n } = useTranslation("notifications");
  const toaster = useToaster();
  const { data, error, refetch } = useQuery(preferencesQuery, { fetchPolicy: "cache-and-network" });
  const [update] = useMutation(updatePreferences, {
    update: (cache, { data: answer }) => {
      if (!answer) return;
      const { preferences: notificationPreferences } = answer.updateNotificationPreferences;
      cache.writeQuery({ query: preferencesQuery, data: { notificationPreferences } });
    },
  });
  const preferences = data?.notificationPreferences;
  const serious = seriousError(error);
  const language = i18n.language === "en" ? "en" : "zh";
  const list = new Intl.ListFormat(i18n.language);
  const change = (kind: string, channel: PersonalChannel, isEnabled: boolean) =>
    void update({ variables: { input: { changes: [{ kind, channel, isEnabled }] } } }).catch(
      (problem: unknown) => toaster.failed(problem),
    );
  if (!preferences)
    return (
      <Page title={t("preferences.title")}>
        {serious === undefined ? (
          <Skeleton variant="rounded" height={420} />
        ) : (
          <ErrorNotice error={serious} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  const missing = columns.filter((channel) => !preferences.available.includes(channel));
  return (
    <Page title={t("preferences.title")} context={t("preferences.context")}>
      <Box sx={{ display: "grid", gap: 2, gridTemplateColumns: "minmax(0,1fr)", maxWidth: 860 }}>
        <Panel title={t("preferences.matrix")} flush>
          <TableContainer tabIndex={0} role="region" aria-label={t("preferences.matrix")}>
            <Table size="small">
              <TableHead>
                <TableRow>
                  <TableCell>{t("filter.kind")}</TableCell>
                  {columns.map((channel) => (
                    <TableCell key={channel} align="center">
                      {t(`channel.${channel}`)}
                    </TableCell>
                  ))}
                </TableRow>
              </TableHead>
              <TableBody>
                {preferences.kinds.map(({ kind, title, isMandatory, enabled }) => (
                  <TableRow key={kind}>
                    <TableCell component="th" scope="row">
                      {title[language]}
                      {isMandatory && (
                        <Typography variant="caption" component="div" color="textSecondary">
                          {t("preferences.mandatory")}
                        </Typography>
                      )}
                    </TableCell>
                    {columns.map((channel) => (
                      <TableCell key={channel} align="center">
                        <Checkbox
                          checked={enabled.includes(channel)}
                          disabled={isMandatory && channel === "IN_APP"}
                          onChange={({ target }) => change(kind, channel, target.checked)}
                          slotProps={{
                            input: { "aria-label": `${title[language]}: ${t(`channel.${channel}`)}` },
                          }}
                        />
                      </TableCell>
                    ))}
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </TableContainer>
        </Panel>
        {missing.length > 0 && (
          <Alert severity="info">
            {t("preferences.missing", {
              channels: list.format(missing.map((channel) => t(`channel.${channel}`))),
            })}
          </Alert>
        )}
        <Panel title={t("mute.title")}>
          <MuteControl mutedUntil={preferences.mutedUntil} onChanged={() => void refetch()} />
        </Panel>
        <Panel title={t("phone.title")}>
          <PhoneForm phone={preferences.phone} onChanged={() => void refetch()} />
        </Panel>
      </Box>
    </Page>
  );
}
