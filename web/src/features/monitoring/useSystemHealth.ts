import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect, useEffectEvent, useState } from "react";
import { follow } from "../../live/follow.ts";
import { seriousError } from "../../session/refusal.ts";
import { loadNames } from "./loadOf.ts";
import { systemMetricsSubscription } from "./metricsQuery.ts";
import { systemHealthQuery, systemLoadQuery } from "./systemQuery.ts";
import { useHealthChanges } from "./useHealthChanges.ts";

/** Should a change have been missed all the same, and for the times that it takes to reach what is needed. */
const allAgainMs = 60_000;
/** How often processes measure themselves. */
const measuredMs = 10_000;
const lookBackMs = 60_000;

/** The map as it is: health follows its changes, load the measurements as they are made. */
export function useSystemHealth() {
  const client = useApolloClient();
  const [measuredAt, setMeasuredAt] = useState(0);
  const { data, error, refetch } = useQuery(systemHealthQuery, {
    fetchPolicy: "no-cache",
    pollInterval: allAgainMs,
    skipPollAttempt: () => document.hidden,
  });
  useHealthChanges(() => void refetch());
  const health = data?.systemHealth;
  const askedAt = health ? Date.parse(health.at) : 0;
  const asOf = Math.max(askedAt, measuredAt);
  const to = Math.ceil(asOf / measuredMs) * measuredMs;
  const load = useQuery(systemLoadQuery, {
    skip: !health,
    fetchPolicy: "no-cache",
    variables: {
      input: {
        names: [...loadNames],
        from: new Date(to - lookBackMs).toISOString(),
        to: new Date(to).toISOString(),
      },
    },
  });
  const onMeasured = useEffectEvent((at: number) => {
    // Every process sends its own; a figure every few seconds is enough for all of them.
    if (!document.hidden && at - measuredAt >= measuredMs / 2) setMeasuredAt(at);
  });
  useEffect(
    function followLoad() {
      return follow(client, systemMetricsSubscription, { names: [...loadNames] }, ({ systemMetrics }) =>
        onMeasured(Date.parse(systemMetrics.at)),
      );
    },
    [client],
  );
  return {
    health,
    asOf,
    series: (load.data ?? load.previousData)?.metrics.series ?? [],
    error: seriousError(error),
    refetch,
  };
}
