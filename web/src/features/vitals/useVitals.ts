import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect, useMemo, useState } from "react";
import { follow } from "../../live/follow.ts";
import { FrameBuffer } from "../../live/frameBuffer.ts";
import { seriousError } from "../../session/refusal.ts";
import type { LivePoint } from "./vitalSeries.ts";
import {
  patientVitalsQuery,
  vitalAlertsQuery,
  vitalChartQuery,
  vitalSignsSubscription,
} from "./vitalsQuery.ts";
import { rangeOf, type Span } from "./vitalsState.ts";

/** Of one line: as many as a wide screen has room for. */
const pointsMax = 500;
/** Kept beside what the server sent; then the chart is asked for anew. */
const liveMax = 400;
const easyMs = 1_500;

interface Wanted {
  patientId: string;
  span: Span;
  from: string;
  to: string;
  withAlerts: boolean;
}

/** A patient's vital signs in a range of time, moved on as values come in. */
export function useVitals({ patientId, span, from, to, withAlerts }: Wanted) {
  const client = useApolloClient();
  const [asked, setAsked] = useState(() => ({ at: Date.now(), patientId }));
  const [live, setLive] = useState<readonly LivePoint[]>([]);
  const range = useMemo(() => rangeOf({ span, from, to }, asked.at), [span, from, to, asked.at]);

  const known = useQuery(patientVitalsQuery, {
    variables: { patientId },
    fetchPolicy: "cache-and-network",
  });
  const answer = known.data ?? known.previousData;
  const vitals = answer?.patientVitals.patientId === patientId ? answer.patientVitals : undefined;
  const codes = vitals?.latest.map(({ code }) => code) ?? [];
  const moments = { from: new Date(range.from).toISOString(), to: new Date(range.to).toISOString() };
  const chart = useQuery(vitalChartQuery, {
    fetchPolicy: "no-cache",
    skip: codes.length === 0,
    variables: { patientId, codes, ...moments, points: pointsMax, withBaseline: true },
  });
  const alerts = useQuery(vitalAlertsQuery, {
    fetchPolicy: "no-cache",
    skip: !withAlerts,
    variables: { filter: { patientIds: [patientId], raisedFrom: moments.from, raisedTo: moments.to } },
  });

  const again = () => {
    setLive([]);
    setAsked({ at: Date.now(), patientId });
    void known.refetch();
  };
  const { refetch: refetchKnown } = known;
  useEffect(() => {
    const refresh = () => {
      setLive([]);
      setAsked({ at: Date.now(), patientId });
      void refetchKnown();
    };
    // What stands at the top is asked for at an easy pace, however fast values come.
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void refetchKnown();
      }, easyMs);
    };
    type Told = { isRetraction: boolean; points: LivePoint[] };
    let kept = 0;
    const buffer = new FrameBuffer<Told>((told) => {
      const points = told.flatMap((each) => each.points);
      kept += points.length;
      // What was taken back is no longer in what the server would send; and many values are drawn better thinned out.
      if (told.some(({ isRetraction }) => isRetraction) || kept > liveMax) {
        kept = 0;
        return refresh();
      }
      setLive((now) => [...now, ...points]);
      soon();
    });
    const stop = follow(client, vitalSignsSubscription, { patientId }, ({ vitalSigns }) =>
      buffer.push({
        isRetraction: vitalSigns.isRetraction,
        points: vitalSigns.readings.map(({ code, value, measuredAt, flags }) => ({
          code,
          value,
          flags,
          at: Date.parse(measuredAt),
        })),
      }),
    );
    return () => {
      clearTimeout(timer);
      stop();
    };
  }, [client, patientId, refetchKnown]);

  const last = Math.max(range.to, ...live.map(({ at }) => at));
  return {
    vitals,
    kinds: answer?.vitalSignKinds,
    chart: (chart.data ?? chart.previousData)?.vitalSignChart,
    isChartOld: chart.loading && chart.data === undefined,
    alerts: alerts.data?.healthAlerts.nodes ?? [],
    live: range.isLive ? live : [],
    range: { ...range, to: range.isLive ? last : range.to },
    error: seriousError(known.error ?? chart.error),
    refetch: again,
  };
}
