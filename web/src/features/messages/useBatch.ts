import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect, useState } from "react";
import type { MessageStatus } from "../../gql/graphql.ts";
import { follow } from "../../live/follow.ts";
import type { Paging } from "../../ui/paging.ts";
import { pageVariables } from "../../ui/paging.ts";
import { type BatchCounts, batchProgress, batchQuery, laterOf } from "./batchQuery.ts";

/** After its messages are over, receipts still come: so often they are looked for while somebody watches. */
const receiptsMs = 5_000;

/** A batch as it proceeds, with a page of its messages. */
export function useBatch(id: string, statuses: readonly MessageStatus[], paging: Paging, people: boolean) {
  const client = useApolloClient();
  const [live, setLive] = useState<BatchCounts | null>(null);
  const { data, previousData, error, loading, refetch } = useQuery(batchQuery, {
    variables: { id, statuses: statuses.length > 0 ? [...statuses] : null, ...pageVariables(paging), people },
    fetchPolicy: "cache-and-network",
    pollInterval: receiptsMs,
    skipPollAttempt: () => document.hidden,
  });
  const answer = data ?? (previousData?.messageBatch?.id === id ? previousData : undefined);
  const batch = answer?.messageBatch;

  useEffect(
    () =>
      follow(client, batchProgress, { id }, ({ batchProgress: counts }) => {
        setLive(counts);
        // The last word on the messages comes with the end.
        if (counts.finishedAt !== null) void refetch();
      }),
    [client, id, refetch],
  );

  const known = live?.id === id ? live : null;
  const counts = batch && known ? laterOf(batch, known) : (batch ?? known);
  return {
    batch,
    counts,
    items: batch?.items,
    missing: data?.messageBatch === null,
    error,
    loading,
    refetch,
  };
}
