import { useApolloClient, useQuery } from "@apollo/client/react";
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useState } from "react";
import type { HealthAlertSeverity, HealthAlertState } from "../gql/graphql.ts";
import { follow } from "../live/follow.ts";
import { FrameBuffer } from "../live/frameBuffer.ts";
import { preferences } from "../preferences/preferences.ts";
import { healthAlertSummaryQuery, liveHealthAlerts, type LiveHealthAlert } from "./healthAlertQueries.ts";

export interface HealthAlertCount {
  state: HealthAlertState;
  severity: HealthAlertSeverity;
  count: number;
}

type Listener = (events: readonly LiveHealthAlert[]) => void;

interface HealthAlerts {
  counts: readonly HealthAlertCount[] | null;
  listen: (listener: Listener) => () => void;
}

const HealthAlertContext = createContext<HealthAlerts>({ counts: null, listen: () => () => {} });

/** A storm of alerts must not be a storm of questions: counts are asked for again once in so long. */
const countAgainMs = 700;
const askAgainMs = 60_000;

/** Follows health alerts for as long as somebody is signed in who may see them. */
export function HealthAlertProvider({ mayRead, children }: { mayRead: boolean; children: ReactNode }) {
  const client = useApolloClient();
  const [listeners] = useState(() => new Set<Listener>());
  const { data, refetch } = useQuery(healthAlertSummaryQuery, {
    skip: !mayRead,
    pollInterval: askAgainMs,
    skipPollAttempt: () => document.hidden,
  });
  const countAgain = useEffectEvent(() => void refetch().catch(() => undefined));

  useEffect(() => {
    if (!mayRead) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const buffer = new FrameBuffer<LiveHealthAlert>((events) => {
      for (const listener of listeners) listener(events);
      void makeHeard(events);
      if (events.every(({ change }) => change === "REPEATED")) return;
      waiting ??= setTimeout(() => {
        waiting = undefined;
        countAgain();
      }, countAgainMs);
    });
    const stop = follow(client, liveHealthAlerts, {}, ({ healthAlert }) => buffer.push(healthAlert));
    return () => {
      clearTimeout(waiting);
      stop();
    };
  }, [client, listeners, mayRead]);

  const counts = data?.healthAlertSummary.counts;
  const alerts = useMemo<HealthAlerts>(
    () => ({
      counts: counts ?? null,
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    [counts, listeners],
  );
  return <HealthAlertContext value={alerts}>{children}</HealthAlertContext>;
}

/** How many there are, by state and severity; null until known. */
export function useHealthAlertCounts(): readonly HealthAlertCount[] | null {
  return use(HealthAlertContext).counts;
}

/** Calls `listener` once per frame with what happened to health alerts. */
export function useHealthAlertEvents(listener: Listener): void {
  const { listen } = use(HealthAlertContext);
  const onEvents = useEffectEvent(listener);
  useEffect(() => listen((events) => onEvents(events)), [listen]);
}

/** Only for those who want it on this device. */
async function makeHeard(events: readonly LiveHealthAlert[]): Promise<void> {
  if (!preferences().alertSound) return;
  const raised = events.filter(
    ({ change, severity }) => ["RAISED", "WORSENED", "ESCALATED"].includes(change) && severity !== "INFO",
  );
  if (raised.length === 0) return;
  const { beep } = await import("../alerts/beep.ts");
  beep(raised.some(({ severity }) => severity === "CRITICAL"));
}
