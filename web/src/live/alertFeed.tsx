import type { OperationVariables, TypedDocumentNode } from "@apollo/client";
import { useApolloClient, useQuery } from "@apollo/client/react";
import { createContext, type ReactNode, use, useEffect, useEffectEvent, useMemo, useState } from "react";
import { follow } from "./follow.ts";
import { FrameBuffer } from "./frameBuffer.ts";

type NoVariables = Record<string, never>;
type Listener<Event> = (events: readonly Event[]) => void;

interface Followed<Summary, Count, Live, Event> {
  summary: TypedDocumentNode<Summary, OperationVariables & NoVariables>;
  countsOf: (summary: Summary) => readonly Count[];
  live: TypedDocumentNode<Live, NoVariables>;
  eventOf: (live: Live) => Event;
  /** Whether there are other counts after it; unless given, always. */
  isCounted?: (event: Event) => boolean;
  /** Besides whoever listens. */
  onEvents?: Listener<Event>;
}

interface Feed<Count, Event> {
  counts: readonly Count[] | null;
  listen: (listener: Listener<Event>) => () => void;
}

/** A storm of alerts must not be a storm of questions: counts are asked for again once in so long. */
const countAgainMs = 700;
const askAgainMs = 60_000;

/** Alerts of one kind that everything below its provider shares: one subscription, and one answer of how many there are. */
export function alertFeed<Summary, Count, Live, Event>(followed: Followed<Summary, Count, Live, Event>) {
  const { summary, countsOf, live, eventOf, isCounted = () => true, onEvents } = followed;
  const Context = createContext<Feed<Count, Event>>({ counts: null, listen: () => () => {} });

  /** Follows them for as long as somebody is signed in who may see them. */
  function Provider({ mayRead, children }: { mayRead: boolean; children: ReactNode }) {
    const client = useApolloClient();
    const [listeners] = useState(() => new Set<Listener<Event>>());
    const { data, refetch } = useQuery(summary, {
      skip: !mayRead,
      pollInterval: askAgainMs,
      skipPollAttempt: () => document.hidden,
    });
    const countAgain = useEffectEvent(() => void refetch().catch(() => undefined));

    useEffect(() => {
      if (!mayRead) return;
      let waiting: ReturnType<typeof setTimeout> | undefined;
      const buffer = new FrameBuffer<Event>((events) => {
        for (const listener of listeners) listener(events);
        onEvents?.(events);
        if (!events.some(isCounted)) return;
        waiting ??= setTimeout(() => {
          waiting = undefined;
          countAgain();
        }, countAgainMs);
      });
      const stop = follow(client, live, {}, (given) => buffer.push(eventOf(given)));
      return () => {
        clearTimeout(waiting);
        stop();
      };
    }, [client, listeners, mayRead]);

    const counts = data === undefined ? null : countsOf(data);
    const feed = useMemo<Feed<Count, Event>>(
      () => ({
        counts,
        listen(listener) {
          listeners.add(listener);
          return () => listeners.delete(listener);
        },
      }),
      [counts, listeners],
    );
    return <Context value={feed}>{children}</Context>;
  }

  /** How many there are, by state and severity; null until known. */
  function useCounts(): readonly Count[] | null {
    return use(Context).counts;
  }

  /** Calls `listener` once per frame with what happened to them. */
  function useEvents(listener: Listener<Event>): void {
    const { listen } = use(Context);
    const heard = useEffectEvent(listener);
    useEffect(() => listen((events) => heard(events)), [listen]);
  }

  return { Provider, useCounts, useEvents };
}
