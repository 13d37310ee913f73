import { useQuery } from "@apollo/client/react";
import { useMemo, useState } from "react";
import type { AccountEvent } from "../../live/accountStream.ts";
import { useAccountEvents } from "../../live/LiveContext.tsx";
import { seriousError } from "../../session/refusal.ts";
import { useCan } from "../../viewer/ViewerContext.ts";
import { type FeedItem, itemOfEvent, keyOf, mergeFeed } from "./feed.ts";
import { bringForward, type Counts } from "./liveSummary.ts";
import { type OverviewQuery, overviewQuery } from "./overviewQuery.ts";

/** Between two of these the stream keeps the figures right; this catches what it could not tell. */
const askAgainMs = 30_000;

export function useOverview(hours: number) {
  const can = useCan();
  const { data, previousData, error, refetch } = useQuery(overviewQuery, {
    variables: { hours, people: can("user:read") },
    fetchPolicy: "cache-and-network",
    pollInterval: askAgainMs,
    skipPollAttempt: () => document.hidden,
  });
  const [events, setEvents] = useState<readonly AccountEvent[]>([]);
  useAccountEvents((added) => setEvents((known) => keepRecent([...known, ...added])));

  const answer = data ?? previousData;
  const counts = useMemo(
    () => (answer ? bringForward(countsOf(answer), events) : undefined),
    [answer, events],
  );
  const feed = useMemo(
    () => (answer ? mergeFeed(events.map(itemOfEvent), feedOf(answer)) : undefined),
    [answer, events],
  );
  return { answer, counts, feed, error: seriousError(error), refetch };
}

/** Long enough to reach back behind the last answer, and never more than a burst of a minute or so. */
function keepRecent(events: readonly AccountEvent[]): readonly AccountEvent[] {
  const since = Date.now() - 3 * askAgainMs;
  return events.filter(({ at }) => Date.parse(at) > since).slice(-5_000);
}

function countsOf({ accountSummary }: OverviewQuery): Counts {
  return {
    total: accountSummary.total,
    byStatus: Object.fromEntries(accountSummary.byStatus.map(({ status, count }) => [status, count])),
    asOf: accountSummary.asOf,
  };
}

function feedOf({ recentStatusChanges }: OverviewQuery): readonly FeedItem[] {
  return recentStatusChanges.nodes.map(({ at, from, to, reason, actorKind, actor, accountId, account }) => ({
    key: keyOf(accountId, at, to),
    at,
    from,
    to,
    reason,
    actorKind,
    actorName: actor?.displayName ?? null,
    accountId,
    accountName: account?.name ?? accountId,
  }));
}
