import { useApolloClient, useQuery } from "@apollo/client/react";
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useState } from "react";
import { alertSummaryQuery } from "../alerts/alertFragment.ts";
import type { AccountAlertSeverity, AccountAlertState } from "../gql/graphql.ts";
import { type LiveAlert, liveAlerts } from "./alertQueries.ts";
import { follow } from "./follow.ts";
import { FrameBuffer } from "./frameBuffer.ts";

export interface AlertCount {
  state: AccountAlertState;
  severity: AccountAlertSeverity;
  count: number;
}

type Listener = (events: readonly LiveAlert[]) => void;

interface Alerts {
  counts: readonly AlertCount[] | null;
  listen: (listener: Listener) => () => void;
}

const AlertContext = createContext<Alerts>({ counts: null, listen: () => () => {} });

/** A storm of alerts must not be a storm of questions: counts are asked for again once in so long. */
const countAgainMs = 700;
const askAgainMs = 60_000;

/** Follows the alerts for as long as somebody is signed in who may see them. */
export function AlertProvider({ mayRead, children }: { mayRead: boolean; children: ReactNode }) {
  const client = useApolloClient();
  const [listeners] = useState(() => new Set<Listener>());
  const { data, refetch } = useQuery(alertSummaryQuery, {
    skip: !mayRead,
    pollInterval: askAgainMs,
    skipPollAttempt: () => document.hidden,
  });
  const countAgain = useEffectEvent(() => void refetch().catch(() => undefined));

  useEffect(() => {
    if (!mayRead) return;
    let waiting: ReturnType<typeof setTimeout> | undefined;
    const buffer = new FrameBuffer<LiveAlert>((events) => {
      for (const listener of listeners) listener(events);
      waiting ??= setTimeout(() => {
        waiting = undefined;
        countAgain();
      }, countAgainMs);
    });
    const stop = follow(client, liveAlerts, {}, ({ accountAlert }) => buffer.push(accountAlert));
    return () => {
      clearTimeout(waiting);
      stop();
    };
  }, [client, listeners, mayRead]);

  const counts = data?.accountAlertSummary.counts;
  const alerts = useMemo<Alerts>(
    () => ({
      counts: counts ?? null,
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    [counts, listeners],
  );
  return <AlertContext value={alerts}>{children}</AlertContext>;
}

/** How many alerts there are, by state and severity; null until known. */
export function useAlertCounts(): readonly AlertCount[] | null {
  return use(AlertContext).counts;
}

/** Calls `listener` once per frame with what happened to alerts. */
export function useAlertEvents(listener: Listener): void {
  const { listen } = use(AlertContext);
  const onEvents = useEffectEvent(listener);
  useEffect(() => listen((events) => onEvents(events)), [listen]);
}
