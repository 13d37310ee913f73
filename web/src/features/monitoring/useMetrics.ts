import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect, useEffectEvent, useState } from "react";
import { useNow } from "../../ui/useNow.ts";
import { follow } from "../../live/follow.ts";
import { seriousError } from "../../session/refusal.ts";
import {
  type Comparison,
  type MetricSpan,
  metricsQuery,
  pointsMax,
  shiftMs,
  spanMs,
  systemMetricsSubscription,
} from "./metricsQuery.ts";

/** Asked again no more often than a point is wide: nothing more would be seen. */
const oftenMs = 10_000;

/** Measurements of a range that ends now, moved on as measurements come in. */
export function useMetrics(names: readonly string[], range: MetricSpan, compare: Comparison) {
  const client = useApolloClient();
  const clock = useNow();
  const followed = names.join(" ");
  /** Of which metrics something came in, and when; until then the clock says how late it is. */
  const [moved, setMoved] = useState({ followed: "", at: 0 });
  const now = moved.followed === followed ? moved.at : clock;
  const to = Math.ceil(now / oftenMs) * oftenMs;
  const span = { from: to - spanMs[range], to };
  const shift = shiftMs(compare, range);
  const input = (before: number) => ({
    names: [...names],
    from: new Date(span.from - before).toISOString(),
    to: new Date(span.to - before).toISOString(),
    maxPoints: pointsMax,
  });
  const options = { fetchPolicy: "no-cache", skip: names.length === 0 } as const;
  const current = useQuery(metricsQuery, { ...options, variables: { input: input(0) } });
  const earlier = useQuery(metricsQuery, {
    ...options,
    skip: names.length === 0 || shift === 0,
    variables: { input: input(shift) },
  });
  const data = current.data ?? current.previousData;
  const stepMs = (data?.metrics.stepSeconds ?? 10) * 1_000;

  const onMeasured = useEffectEvent(() => {
    if (!document.hidden && Date.now() - moved.at >= Math.max(stepMs, oftenMs) - 1_000)
      setMoved({ followed, at: Date.now() });
  });
  useEffect(() => {
    if (followed === "") return undefined;
    return follow(client, systemMetricsSubscription, { names: followed.split(" ") }, () => onMeasured());
  }, [client, followed]);

  return {
    range: data?.metrics,
    earlier: shift === 0 ? undefined : (earlier.data ?? earlier.previousData)?.metrics,
    span,
    shiftMs: shift,
    error: seriousError(current.error ?? earlier.error),
    refetch: () => setMoved({ followed: "", at: 0 }),
  };
}
