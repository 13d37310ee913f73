import { useApolloClient } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { useConversationChanges } from "../../live/LiveContext.tsx";
import { useViewer } from "../../viewer/ViewerContext.ts";
import { conversationsQuery } from "./conversationOperations.ts";
import { applyChanges, filterOf, type ListFilter, type Row } from "./listRules.ts";

const pageSize = 40;

interface Loaded {
  /** The filter it is the answer to. */
  key: string;
  rows: readonly Row[];
  cursor: string | null;
}

export interface ConversationList {
  /** Undefined until the first answer. */
  rows: readonly Row[] | undefined;
  error: unknown;
  hasMore: boolean;
  loadMore: () => void;
  reload: () => void;
}

/** The conversations that a filter lets through, kept as they are now by what the server tells. */
export function useConversationList(filter: ListFilter, openId: string): ConversationList {
  const client = useApolloClient();
  const { user } = useViewer();
  const [loaded, setLoaded] = useState<Loaded>();
  const [error, setError] = useState<unknown>();
  const key = JSON.stringify(filterOf(filter));
  // An answer to a question that is not asked any more is not shown.
  const asked = useRef(0);

  const load = useCallback(
    (after: string | null) => {
      const question = ++asked.current;
      const isStale = () => question !== asked.current;
      client
        .query({
          query: conversationsQuery,
          variables: { filter: JSON.parse(key), first: pageSize, after },
          fetchPolicy: "network-only",
          errorPolicy: "all",
        })
        .then(
          ({ data, error: problem }) => {
            if (isStale()) return;
            setError(data ? undefined : problem);
            if (!data) return;
            const { nodes, pageInfo } = data.conversations;
            const cursor = pageInfo.hasNextPage ? pageInfo.endCursor : null;
            setLoaded((known) => ({
              key,
              cursor,
              rows: after === null ? nodes : withoutTwice([...(known?.rows ?? []), ...nodes]),
            }));
          },
          (problem: unknown) => {
            if (!isStale()) setError(problem);
          },
        );
    },
    [client, key],
  );

  useEffect(() => load(null), [load]);

  useConversationChanges(
    (changes) =>
      setLoaded((known) =>
        known?.key === key
          ? {
              ...known,
              rows: applyChanges({ rows: known.rows, hasMore: known.cursor !== null }, changes, {
                filter,
                openId,
                viewerId: user?.id,
              }),
            }
          : known,
      ),
    // What was missed while the connection was away is read anew.
    () => load(null),
  );

  const current = loaded?.key === key ? loaded : undefined;
  const cursor = current?.cursor ?? null;
  return {
    rows: current?.rows,
    error,
    hasMore: cursor !== null,
    loadMore: () => {
      if (cursor !== null) load(cursor);
    },
    reload: () => load(null),
  };
}

function withoutTwice(rows: readonly Row[]): readonly Row[] {
  return [...new Map(rows.map((row) => [row.id, row])).values()];
}
