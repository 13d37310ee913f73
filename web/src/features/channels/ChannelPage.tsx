import { useQuery } from "@apollo/client/react";
import GoneIcon from "@mui/icons-material/SearchOffRounded";
import { Alert, Box, Button, Skeleton } from "@mui/material";
import { useTranslation } from "react-i18next";
import { Link, useParams } from "react-router";
import { graphql } from "../../gql/gql.ts";
import type { Channel_ItemFragment } from "../../gql/graphql.ts";
import { useFormats } from "../../i18n/useFormats.ts";
import { seriousError } from "../../session/refusal.ts";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Facts } from "../../ui/Facts.tsx";
import { Page } from "../../ui/Page.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { Time, TimeAgo } from "../../ui/Time.tsx";
import { ChannelActions } from "./ChannelActions.tsx";
import { channelKindsQuery } from "./channelFragments.ts";
import { ChannelStandingLabel } from "./ChannelLabels.tsx";
import { DeliveryLog } from "./DeliveryLog.tsx";

const channelQuery = graphql(`
  query NotificationChannel($id: ID!) {
    notificationChannel(id: $id) {
      ...Channel_item
    }
  }
`);

export function ChannelPage() {
  const { t } = useTranslation("channels");
  const { id = "" } = useParams();
  const { data, error, refetch } = useQuery(channelQuery, {
    variables: { id },
    fetchPolicy: "cache-and-network",
    pollInterval: 15_000,
  });
  const channel = data?.notificationChannel;
  const serious = seriousError(error);
  if (data && !channel)
    return (
      <Page title={t("gone.title")} heading={null}>
        <EmptyState
          icon={<GoneIcon />}
          title={t("gone.title")}
          action={
            <Button component={Link} to="/notification-channels" variant="contained">
              {t("gone.list")}
            </Button>
          }
        >
          {t("gone.text")}
        </EmptyState>
      </Page>
    );
  if (!channel)
    return (
      <Page title={t("channel")}>
        {serious === undefined ? (
          <Skeleton variant="rounded" height={420} />
        ) : (
          <ErrorNotice error={serious} onRetry={() => void refetch()} />
        )}
      </Page>
    );
  return (
    <Page
      title={channel.name}
      context={`${t(`kind.${channel.kind}`)} · ${channel.target}`}
      actions={<ChannelActions channel={channel} />}
    >
      <Box sx={{ display: "grid", gridTemplateColumns: "minmax(0,1fr)", gap: 2 }}>
        <Trouble channel={channel} />
        <Panel title={t("settings")}>
          <Settings channel={channel} />
        </Panel>
        <DeliveryLog channelId={channel.id} onChanged={() => void refetch()} />
      </Box>
    </Page>
  );
}

/** What keeps notices from going this way, and what to do. */
function Trouble({ channel }: { channel: Channel_ItemFragment }) {
  const { t } = useTranslation("channels");
  const formats = useFormats();
  const { status, sickSince, failingSince, lastFailure, lastAnswer, pausedUntil } = channel;
  if (status === "DISABLED") return <Alert severity="info">{t("trouble.disabled")}</Alert>;
  const since = sickSince ?? failingSince;
  if (!since && !pausedUntil) return null;
  return (
    <Alert severity={sickSince ? "error" : "warning"}>
      {since && t(sickSince ? "trouble.sick" : "trouble.failing", { time: formats.dateTime(since) })}
      {pausedUntil && ` ${t("trouble.paused", { time: formats.dateTime(pausedUntil) })}`}
      {lastFailure && ` ${t("trouble.last", { failure: t(`failure.${lastFailure}`) })}`}
      {lastAnswer && (
        <Box component="code" sx={{ display: "block", mt: 0.5, overflowWrap: "anywhere" }}>
          {lastAnswer}
        </Box>
      )}
    </Alert>
  );
}

function Settings({ channel }: { channel: Channel_ItemFragment }) {
  const { t, i18n } = useTranslation("channels");
  const { data } = useQuery(channelKindsQuery);
  const fields = data?.notificationChannelKinds.find(({ kind }) => kind === channel.kind)?.fields;
  const titleOf = (name: string) =>
    fields?.find((field) => field.name === name)?.title[i18n.language === "en" ? "en" : "zh"] ?? name;
  const { severities, language, lastSucceededAt, lastFailedAt, lastFailure, settings, createdAt } = channel;
  return (
    <Facts
      facts={[
        [t("column.standing"), <ChannelStandingLabel key="standing" channel={channel} />],
        [
          t("column.severities"),
          severities.length === 0
            ? t("onlyStandsIn")
            : severities.map((severity) => t(`severity.${severity}`)).join(" · "),
        ],
        [t("field.language"), t(`language.${language}`)],
        ...settings.map(
          ({ name, isSecret, value }) =>
            [titleOf(name), isSecret ? t("field.sealed") : (value ?? "–")] as const,
        ),
        [
          t("column.lastSucceeded"),
          lastSucceededAt ? <TimeAgo key="success" at={lastSucceededAt} /> : t("never"),
        ],
        [
          t("column.lastFailed"),
          lastFailedAt && lastFailure ? (
            <span key="failure">
              {t(`failure.${lastFailure}`)} · <TimeAgo at={lastFailedAt} />
            </span>
          ) : (
            t("never")
          ),
        ],
        [t("created"), <Time key="created" at={createdAt} />],
      ]}
    />
  );
}
