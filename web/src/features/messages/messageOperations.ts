import { graphql } from "../../gql/gql.ts";

/** What a row of the records shows, and every act on a message gives back. */
export const messageRowFragment = graphql(`
  fragment MessageRow_message on Message {
    id
    type
    status
    recipientKind
    recipient
    content
    batchId
    retryOfId
    createdAt
    scheduledAt
    sentAt
    recalledAt
    account {
      id
      name
    }
    error {
      code
      meaning
      meaningZh
    }
  }
`);

export const messageDetailFragment = graphql(`
  fragment MessageDetail_message on Message {
    ...MessageRow_message
    accountId
    isRouted
    batchIndex
    templateId
    attempts
    queuedAt
    sendingAt
    deliveredAt
    readAt
    failedAt
    cancelledAt
    createdBy @include(if: $people) {
      id
      displayName
    }
    error {
      code
      meaning
      action
      meaningZh
      actionZh
    }
  }
`);

export const cancelMutation = graphql(`
  mutation CancelMessage($input: MessageInput!) {
    cancelMessage(input: $input) {
      message {
        ...MessageRow_message
      }
    }
  }
`);

export const retryMutation = graphql(`
  mutation RetryMessage($input: RetryMessageInput!) {
    retryMessage(input: $input) {
      message {
        ...MessageRow_message
      }
    }
  }
`);

export const recallMutation = graphql(`
  mutation RecallMessage($input: MessageInput!) {
    recallMessage(input: $input) {
      message {
        ...MessageRow_message
      }
    }
  }
`);

export const sendMutation = graphql(`
  mutation SendMessage($input: SendMessageInput!) {
    sendMessage(input: $input) {
      message {
        id
        status
        account {
          id
          name
        }
      }
    }
  }
`);

export const sendBatchMutation = graphql(`
  mutation SendMessageBatch($input: SendMessageBatchInput!) {
    sendMessageBatch(input: $input) {
      messageBatch {
        id
        total
      }
    }
  }
`);
