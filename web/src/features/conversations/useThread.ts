import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useMemo, useState } from "react";
import { follow } from "../../live/follow.ts";
import { useConversationChanges } from "../../live/LiveContext.tsx";
import { useCan } from "../../viewer/ViewerContext.ts";
import { coalesced } from "./coalesced.ts";
import { statusSubscription, threadQuery } from "./conversationOperations.ts";
import {
  emptyThread,
  isSending,
  type Said,
  type Thread,
  withMessage,
  withNewest,
  withOlder,
  withStatuses,
} from "./thread.ts";

const pageSize = 40;
/** For who may not follow statuses, or misses one: what is on its way is asked for so often. */
const askAgainMs = 3_000;

export interface LiveThread {
  thread: Thread | undefined;
  error: unknown;
  isLoadingOlder: boolean;
  loadOlder: () => void;
  refresh: () => void;
  add: (message: Said) => void;
}

/** What was said in a conversation, kept as it is now. */
export function useThread(id: string, accountId: string | undefined): LiveThread {
  const client = useApolloClient();
  const can = useCan();
  const [thread, setThread] = useState<Thread>();
  const [error, setError] = useState<unknown>();
  const [isLoadingOlder, setLoadingOlder] = useState(false);

  const ask = useCallback(
    async (after: string | null) => {
      const { data } = await client.query({
        query: threadQuery,
        variables: { id, first: pageSize, after },
        fetchPolicy: "network-only",
        errorPolicy: "all",
      });
      return data?.conversation?.messages;
    },
    [client, id],
  );

  const refresh = useMemo(
    () =>
      coalesced(async () => {
        try {
          const page = await ask(null);
          if (page) setThread((known) => withNewest(known ?? emptyThread, page));
          setError(undefined);
        } catch (problem) {
          setError(problem);
        }
      }),
    [ask],
  );

  useEffect(() => refresh(), [refresh]);
  useConversationChanges((changes) => {
    if (changes.some(({ conversationId }) => conversationId === id)) refresh();
  }, refresh);

  const mayFollow = can("message:read");
  useEffect(() => {
    if (!mayFollow || accountId === undefined) return;
    return follow(client, statusSubscription, { accountIds: [accountId] }, ({ messageStatusChanged }) => {
      const statuses = new Map(
        messageStatusChanged.changes.map(({ messageId, status }) => [messageId, status]),
      );
      setThread((known) => known && withStatuses(known, statuses));
      // Why it failed is said by the message itself.
      if ([...statuses.values()].includes("FAILED")) refresh();
    });
  }, [accountId, client, mayFollow, refresh]);

  const isWaiting = thread !== undefined && isSending(thread);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setInterval(refresh, askAgainMs);
    return () => clearInterval(timer);
  }, [isWaiting, refresh]);

  const cursor = thread?.olderCursor ?? null;
  return {
    thread,
    error,
    isLoadingOlder,
    refresh,
    add: useCallback((message: Said) => setThread((known) => withMessage(known ?? emptyThread, message)), []),
    loadOlder: () => {
      if (cursor === null || isLoadingOlder) return;
      setLoadingOlder(true);
      ask(cursor)
        .then((page) => page && setThread((known) => withOlder(known ?? emptyThread, page)), setError)
        .finally(() => setLoadingOlder(false));
    },
  };
}
