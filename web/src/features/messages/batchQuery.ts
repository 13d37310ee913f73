import { graphql } from "../../gql/gql.ts";
import type { BatchCounts_BatchFragment, BatchesQuery } from "../../gql/graphql.ts";

export const batchCountsFragment = graphql(`
  fragment BatchCounts_batch on MessageBatch {
    id
    name
    status
    total
    sent
    failed
    cancelled
    delivered
    read
    scheduledAt
    predictedEndAt
    createdAt
    finishedAt
  }
`);

export const batchesQuery = graphql(`
  query Batches($first: Int, $after: String, $last: Int, $before: String, $people: Boolean!) {
    messageBatches(first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...BatchCounts_batch
        createdBy @include(if: $people) {
          id
          displayName
        }
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount
    }
  }
`);

export const batchQuery = graphql(`
  query Batch(
    $id: ID!
    $statuses: [MessageStatus!]
    $first: Int
    $after: String
    $last: Int
    $before: String
    $people: Boolean!
  ) {
    messageBatch(id: $id) {
      ...BatchCounts_batch
      templateId
      templateVersion
      retryOfId
      createdBy @include(if: $people) {
        id
        displayName
      }
      items(statuses: $statuses, first: $first, after: $after, last: $last, before: $before) {
        nodes {
          ...MessageRow_message
          batchIndex
        }
        pageInfo {
          hasNextPage
          hasPreviousPage
          startCursor
          endCursor
        }
        totalCount
      }
    }
  }
`);

export const batchProgress = graphql(`
  subscription BatchProgress($id: ID!) {
    batchProgress(batchId: $id) {
      ...BatchCounts_batch
    }
  }
`);

export const cancelBatchMutation = graphql(`
  mutation CancelMessageBatch($input: MessageBatchInput!) {
    cancelMessageBatch(input: $input) {
      messageBatch {
        ...BatchCounts_batch
      }
    }
  }
`);

export const retryBatchMutation = graphql(`
  mutation RetryMessageBatch($input: RetryMessageBatchInput!) {
    retryMessageBatch(input: $input) {
      messageBatch {
        id
        total
      }
    }
  }
`);

export type BatchCounts = BatchCounts_BatchFragment;
export type BatchRow = BatchesQuery["messageBatches"]["nodes"][number];

/** Messages of which it is known how they ended. */
export function overOf({
  sent,
  failed,
  cancelled,
}: Pick<BatchCounts, "sent" | "failed" | "cancelled">): number {
  return sent + failed + cancelled;
}

/** The later of two tellings of one batch: more of it is over, or more of it has arrived. */
export function laterOf(one: BatchCounts, other: BatchCounts): BatchCounts {
  const weight = (batch: BatchCounts) =>
    overOf(batch) * 4 + batch.delivered + batch.read + (batch.status === "RUNNING" ? 0 : 1);
  return weight(other) > weight(one) ? other : one;
}
