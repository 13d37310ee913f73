import { useQuery } from "@apollo/client/react";
import { Box, ButtonBase, Paper, Skeleton, Typography } from "@mui/material";
import { type ReactNode, useMemo } from "react";
import { useTranslation } from "react-i18next";
import { graphql } from "../gql/gql.ts";
import type { CallbackStatus } from "../gql/graphql.ts";
import { useFormats } from "../i18n/useFormats.ts";
import { ink, type Tone } from "../theme/tones.ts";
import { useNow } from "../ui/useNow.ts";
import { useUrlState } from "../ui/useUrlState.ts";
import { wordOr } from "../i18n/wordOr.ts";
import { callbacksState, firstCallbacks } from "./callbacksQuery.ts";

const statsQuery = graphql(`
  query CallbackStats($input: CallbackStatsInput!) {
    callbackStats(input: $input) {
      total {
        received
        duplicates
        handled
        ignored
        late
        failed
        meanDelayMs
      }
      kinds {
        kind
        received
      }
      refusals {
        reason
        count
      }
    }
  }
`);

const hourMs = 3_600_000;

/** The last day at a glance; a figure leads to the rows it counts. */
export function CallbackSums({ accountId }: { accountId?: string }) {
  const { t, i18n } = useTranslation("callbacks");
  const formats = useFormats();
  const [, change] = useUrlState(callbacksState);
  // Rounded to the hour, so that the same question keeps the same name in the cache.
  const hour = Math.floor(useNow("halfMinute") / hourMs);
  const input = useMemo(
    () => ({
      from: new Date((hour - 23) * hourMs).toISOString(),
      to: new Date((hour + 1) * hourMs).toISOString(),
      ...(accountId === undefined ? {} : { accountIds: [accountId] }),
    }),
    [hour, accountId],
  );
  const { data } = useQuery(statsQuery, {
    variables: { input },
    fetchPolicy: "cache-and-network",
    pollInterval: 15_000,
    skipPollAttempt: () => document.hidden,
  });
  const stats = data?.callbackStats;
  if (!stats) return <Skeleton variant="rounded" height={64} sx={{ mb: 1.5 }} />;
  const { total } = stats;
  const unknown = stats.kinds.find(({ kind }) => kind === "UNKNOWN")?.received ?? 0;
  const refused = stats.refusals.reduce((sum, { count }) => sum + count, 0);
  const reasons = stats.refusals.map(
    ({ reason, count }) =>
      `${wordOr(i18n, "callbacks", `refusal.${reason}`, reason)}: ${formats.number(count)}`,
  );
  const show = (...cbStatus: CallbackStatus[]) =>
    change({ cbStatus, cbKind: [], cbFrom: input.from, cbTo: "", ...firstCallbacks });
  return (
    <Paper
      variant="outlined"
      component="section"
      aria-label={t("sums.title")}
      sx={{
        display: "grid",
        gridTemplateColumns: { xs: "repeat(3, 1fr)", sm: "repeat(4, 1fr)", lg: "repeat(8, 1fr)" },
        mb: 1.5,
        flexShrink: 0,
      }}
    >
      <Figure name={t("sums.received")} value={formats.number(total.received)} onOpen={() => show()} />
      <Figure name={t("sums.handled")} value={formats.number(total.handled)} onOpen={() => show("HANDLED")} />
      <Figure name={t("sums.ignored")} value={formats.number(total.ignored)} onOpen={() => show("IGNORED")} />
      <Figure name={t("sums.late")} value={formats.number(total.late)} onOpen={() => show("LATE")} />
      <Figure
        name={t("sums.failed")}
        value={formats.number(total.failed)}
        {...(total.failed > 0 ? { tone: "negative" } : {})}
        onOpen={() => show("FAILED")}
      />
      <Figure
        name={t("sums.unknown")}
        value={formats.number(unknown)}
        onOpen={() =>
          change({ cbKind: ["UNKNOWN"], cbStatus: [], cbFrom: input.from, cbTo: "", ...firstCallbacks })
        }
      />
      <Figure
        name={t("sums.refused")}
        value={formats.number(refused)}
        {...(refused > 0 ? { tone: "attention" } : {})}
        note={reasons.join(" · ") || t("sums.refusedNote")}
      />
      <Figure
        name={t("sums.delay")}
        value={total.meanDelayMs === null ? "–" : formats.duration(total.meanDelayMs)}
        note={t("sums.delayNote")}
      />
    </Paper>
  );
}

interface FigureProps {
  name: string;
  value: ReactNode;
  tone?: Tone;
  note?: string;
  onOpen?: () => void;
}

function Figure({ name, value, tone, note, onOpen }: FigureProps) {
  const inside = (
    <Box sx={{ px: 2, py: 1, minWidth: 0, width: "100%", textAlign: "left" }}>
      <Typography variant="body2" color="textSecondary" noWrap component="div">
        {name}
      </Typography>
      <Typography
        component="div"
        sx={{ fontSize: "1.125rem", fontWeight: 600, lineHeight: 1.3, ...(tone ? { color: ink(tone) } : {}) }}
      >
        {value}
      </Typography>
    </Box>
  );
  return onOpen ? (
    <ButtonBase onClick={onOpen} title={note}>
      {inside}
    </ButtonBase>
  ) : (
    <Box title={note}>{inside}</Box>
  );
}
