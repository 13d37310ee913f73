import { useApolloClient, useQuery } from "@apollo/client/react";
import { useEffect, useState } from "react";
import { graphql } from "../../gql/gql.ts";
import type { BulkCounts_OperationFragment, BulkItemStatus } from "../../gql/graphql.ts";
import { follow } from "../../live/follow.ts";
import { useLiveState } from "../../live/LiveContext.tsx";

export const bulkCountsFragment = graphql(`
  fragment BulkCounts_operation on BulkOperation {
    id
    action
    status
    total
    done
    refused
    failed
    finishedAt
  }
`);

export const bulkOperationQuery = graphql(`
  query BulkOperation($id: ID!, $statuses: [BulkItemStatus!], $first: Int!, $after: String) {
    bulkOperation(id: $id) {
      ...BulkCounts_operation
      items(first: $first, after: $after, statuses: $statuses) {
        nodes {
          id
          accountId
          accountName
          status
          code
          message
        }
        pageInfo {
          hasNextPage
          endCursor
        }
        totalCount
      }
    }
  }
`);

const bulkProgress = graphql(`
  subscription BulkOperationProgress($id: ID!) {
    bulkOperationProgress(bulkOperationId: $id) {
      ...BulkCounts_operation
    }
  }
`);

export const problemStatuses: BulkItemStatus[] = ["REFUSED", "FAILED"];
const listed = 100;

/** A bulk operation as it proceeds: by the stream while that is live, by asking while it is not. */
export function useBulkOperation(id: string, problemsOnly: boolean) {
  const client = useApolloClient();
  const { state } = useLiveState();
  const [live, setLive] = useState<BulkCounts_OperationFragment | null>(null);
  const running = live === null || live.status === "RUNNING";
  const { data, previousData, error, refetch } = useQuery(bulkOperationQuery, {
    variables: { id, first: listed, statuses: problemsOnly ? problemStatuses : null },
    fetchPolicy: "network-only",
    pollInterval: running ? (state === "live" ? 3_000 : 1_500) : 0,
  });
  const answer = (data ?? previousData)?.bulkOperation;

  useEffect(
    () =>
      follow(client, bulkProgress, { id }, ({ bulkOperationProgress: counts }) => {
        setLive(counts);
        // The last word on the items comes with the end.
        if (counts.status !== "RUNNING") void refetch();
      }),
    [client, id, refetch],
  );

  // Whichever has seen more of it is the newer.
  const counts = answer && live && finished(live) > finished(answer) ? live : (answer ?? live);
  return { counts, items: answer?.items, missing: data?.bulkOperation === null, error, refetch };
}

export function finished({ done, refused, failed }: BulkCounts_OperationFragment): number {
  return done + refused + failed;
}
