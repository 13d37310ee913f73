import { useApolloClient, useQuery } from "@apollo/client/react";
import { Box, Button, Skeleton, Typography } from "@mui/material";
import { use, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";
import { graphql } from "../../gql/gql.ts";
import { TimeZoneContext, useFormats } from "../../i18n/useFormats.ts";
import { localOf, momentOf } from "../../i18n/zonedTime.ts";
import { follow } from "../../live/follow.ts";
import { solid, type Tone } from "../../theme/tones.ts";
import { ErrorNotice } from "../../ui/ErrorNotice.tsx";
import { Panel } from "../../ui/Panel.tsx";
import { useNow } from "../../ui/useNow.ts";

const todayQuery = graphql(`
  query MessagesToday($input: MessageStatisticsInput!) {
    messageFunnel(input: $input) {
      accepted
      sent
      delivered
      read
      failed
      cancelled
      asOf
    }
  }
`);

/** Only that something changed: the figures are the server's sums. */
const somethingChanged = graphql(`
  subscription MessagesChanged {
    messageStatusChanged {
      at
    }
  }
`);

/** A burst of changes asks once, and the last of it once more. */
const askAgainMs = 2_000;
const dayMs = 86_400_000;

/** Messages of the tenant's day so far, as they come. */
export function MessagesPanel() {
  const { t } = useTranslation(["overview", "common"]);
  const formats = useFormats();
  const client = useApolloClient();
  const timeZone = use(TimeZoneContext);
  const from = dayStart(useNow(), timeZone);
  const { data, error, refetch } = useQuery(todayQuery, {
    variables: { input: { from, to: new Date(Date.parse(from) + dayMs).toISOString() } },
    fetchPolicy: "cache-and-network",
    pollInterval: 60_000,
    skipPollAttempt: () => document.hidden,
  });
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => {
    const leave = follow(client, somethingChanged, {}, () => {
      waiting.current ??= setTimeout(() => {
        waiting.current = undefined;
        if (!document.hidden) void refetch();
      }, askAgainMs);
    });
    return () => {
      leave();
      clearTimeout(waiting.current);
      waiting.current = undefined;
    };
  }, [client, refetch]);
  const funnel = data?.messageFunnel;
  const figures: readonly {
    key: "accepted" | "sent" | "delivered" | "read" | "failed";
    tone: Tone;
    to: string;
  }[] = [
    { key: "accepted", tone: "progress", to: "" },
    { key: "sent", tone: "positive", to: "&statuses=SENT,DELIVERED,READ" },
    { key: "delivered", tone: "positive", to: "&statuses=DELIVERED,READ" },
    { key: "read", tone: "positive", to: "&statuses=READ" },
    { key: "failed", tone: "negative", to: "&statuses=FAILED" },
  ];
  return (
    <Panel
      title={t("messages.title")}
      note={funnel && t("common:asOf", { time: formats.time(funnel.asOf) })}
      actions={
        <Button component={Link} to="/messages/statistics">
          {t("messages.more")}
        </Button>
      }
    >
      {error && !funnel && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {!funnel && !error && <Skeleton variant="rounded" height={64} />}
      {funnel && (
        <Box
          sx={{
            display: "grid",
            gap: 2,
            gridTemplateColumns: { xs: "repeat(2, 1fr)", sm: "repeat(5, 1fr)" },
          }}
        >
          {figures.map(({ key, tone, to }) => (
            <Box
              key={key}
              component={Link}
              to={`/messages?from=${encodeURIComponent(from)}${to}`}
              sx={{
                color: "inherit",
                textDecoration: "none",
                borderLeft: 3,
                borderColor: solid(tone),
                pl: 1.25,
              }}
            >
              <Typography variant="body2" color="textSecondary">
                {t(`messages.${key}`)}
              </Typography>
              <Typography component="div" sx={{ fontSize: "1.375rem", fontWeight: 600, lineHeight: 1.25 }}>
                {formats.number(funnel[key])}
              </Typography>
            </Box>
          ))}
        </Box>
      )}
    </Panel>
  );
}

/** The first moment of the tenant's day that `now` is in. */
function dayStart(now: number, timeZone: string): string {
  const today = localOf(new Date(now).toISOString(), timeZone).slice(0, 10);
  return momentOf(`${today}T00:00`, timeZone) ?? new Date(now).toISOString();
}
