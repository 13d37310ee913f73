import type { RestRoute } from "../route.ts";

const message = `
  message_id: id
  type
  status
  recipient_kind: recipientKind
  recipient
  content
  account_id: accountId
  batch_id: batchId
  batch_index: batchIndex
  group_send_id: groupSendId
  template_id: templateId
  retry_of_id: retryOfId
  attempts
  created_at: createdAt
  scheduled_at: scheduledAt
  queued_at: queuedAt
  sent_at: sentAt
  delivered_at: deliveredAt
  read_at: readAt
  failed_at: failedAt
  cancelled_at: cancelledAt
  recalled_at: recalledAt
  error { code meaning action meaning_zh: meaningZh action_zh: actionZh }`;

const batch = `
  batch_id: id
  name
  status
  total
  sent
  failed
  cancelled
  delivered
  read
  template_id: templateId
  template_version: templateVersion
  retry_of_id: retryOfId
  scheduled_at: scheduledAt
  predicted_end_at: predictedEndAt
  created_at: createdAt
  finished_at: finishedAt`;

const pageInfo = "page: pageInfo { has_next: hasNextPage next_cursor: endCursor }";
const one = "/api/v1/messages/{message_id}";
const oneBatch = "/api/v1/message-batches/{batch_id}";
const messages = "Messages";
const batches = "Message batches";

/** What is done with a message that was accepted. */
function act(path: string, field: string, summary: string): RestRoute {
  return {
    method: "POST",
    path: `${one}/${path}`,
    summary,
    tag: messages,
    status: 200,
    document: `mutation ${nameOf(field)}($message_id: ID!) {
      ${field}(input: { messageId: $message_id }) { message { ${message} } }
    }`,
    body: [field, "message"],
  };
}

/** @param time what the route calls the moment before which nothing is sent. */
function sending(name: string, path: string, time: string): RestRoute {
  return {
    method: "POST",
    path,
    summary: "Accepts a message: it is durable, and sent by and by.",
    tag: messages,
    status: 202,
    location: one,
    acceptsTenantId: true,
    document: `mutation ${name}(
      $recipient: RecipientInput!, $content: MessageContentInput, $template_id: ID,
      $variables: [MessageVariableInput!], $account_id: ID, $corp_id: ID, $${time}: DateTime,
      $may_spread: Boolean, $idempotency_key: String!
    ) {
      sendMessage(input: {
        recipient: $recipient, content: $content, templateId: $template_id, variables: $variables,
        accountId: $account_id, corpId: $corp_id, scheduledAt: $${time}, maySpread: $may_spread,
        idempotencyKey: $idempotency_key
      }) { message { ${message} } }
    }`,
    body: ["sendMessage", "message"],
  };
}

/** @param time as for one message */
function sendingMany(name: string, path: string, time: string): RestRoute {
  return {
    method: "POST",
    path,
    summary: "Accepts up to 10,000 messages: one text for recipients, or messages that differ.",
    tag: batches,
    status: 202,
    location: oneBatch,
    acceptsTenantId: true,
    document: `mutation ${name}(
      $name: String!, $recipients: [BatchRecipientInput!], $messages: [BatchMessageInput!],
      $content: MessageContentInput, $template_id: ID, $account_id: ID, $corp_id: ID, $${time}: DateTime,
      $may_spread: Boolean, $idempotency_key: String!
    ) {
      sendMessageBatch(input: {
        name: $name, recipients: $recipients, messages: $messages, content: $content, templateId: $template_id,
        accountId: $account_id, corpId: $corp_id, scheduledAt: $${time}, maySpread: $may_spread,
        idempotencyKey: $idempotency_key
      }) { messageBatch { ${batch} } }
    }`,
    body: ["sendMessageBatch", "messageBatch"],
  };
}

function nameOf(field: string): string {
  return field.charAt(0).toUpperCase() + field.slice(1);
}

export const messageRoutes: readonly RestRoute[] = [
  sending("SendMessage", "/api/v1/messages", "scheduled_at"),
  sending("SendOneMessage", "/api/v1/messages/send", "send_time"),
  {
    method: "GET",
    path: "/api/v1/messages",
    summary: "The messages you may see, newest first, page by page.",
    tag: messages,
    status: 200,
    acceptsTenantId: true,
    document: `query ListMessages(
      $account_id: [ID!], $status: [MessageStatus!], $type: [MessageType!], $batch_id: ID, $recipient: String,
      $from: DateTime, $to: DateTime, $size: Int = 50, $cursor: String
    ) {
      messages(
        first: $size, after: $cursor,
        filter: {
          accountIds: $account_id, statuses: $status, types: $type, batchId: $batch_id, recipient: $recipient,
          from: $from, to: $to
        }
      ) { messages: nodes { ${message} } ${pageInfo} }
    }`,
    body: ["messages"],
  },
  {
    method: "GET",
    path: one,
    summary: "One message, and what became of it.",
    tag: messages,
    status: 200,
    document: `query GetMessage($message_id: ID!) { message(id: $message_id) { ${message} } }`,
    body: ["message"],
  },
  {
    method: "GET",
    path: `${one}/status`,
    summary: "Where a message stands.",
    tag: messages,
    status: 200,
    document: `query GetMessageStatus($message_id: ID!) {
      message(id: $message_id) {
        message_id: id
        status
        send_time: sentAt
        delivered_at: deliveredAt
        read_at: readAt
        failed_at: failedAt
        error { code meaning action meaning_zh: meaningZh action_zh: actionZh }
      }
    }`,
    body: ["message"],
  },
  act("cancel", "cancelMessage", "Cancels a message that has not been handed to WeCom."),
  {
    method: "POST",
    path: `${one}/retry`,
    summary: "Sends a failed message again, as a new one.",
    tag: messages,
    status: 202,
    location: one,
    document: `mutation RetryMessage($message_id: ID!, $include_unverified: Boolean, $idempotency_key: String!) {
      retryMessage(input: {
        messageId: $message_id, includeUnverified: $include_unverified, idempotencyKey: $idempotency_key
      }) { message { ${message} } }
    }`,
    body: ["retryMessage", "message"],
  },
  act("recall", "recallMessage", "Takes a sent message back, within 24 hours."),
  sendingMany("SendMessageBatch", "/api/v1/message-batches", "scheduled_at"),
  sendingMany("SendManyMessages", "/api/v1/messages/batch-send", "send_time"),
  {
    method: "GET",
    path: oneBatch,
    summary: "How far a batch is.",
    tag: batches,
    status: 200,
    document: `query GetMessageBatch($batch_id: ID!) { messageBatch(id: $batch_id) { ${batch} } }`,
    body: ["messageBatch"],
  },
  {
    method: "GET",
    path: `${oneBatch}/messages`,
    summary: "A batch's messages, the last first, with what became of each.",
    tag: batches,
    status: 200,
    document: `query ListBatchMessages(
      $batch_id: ID!, $status: [MessageStatus!], $size: Int = 50, $cursor: String
    ) {
      messageBatch(id: $batch_id) {
        items(statuses: $status, first: $size, after: $cursor) { messages: nodes { ${message} } ${pageInfo} }
      }
    }`,
    body: ["messageBatch", "items"],
  },
  {
    method: "POST",
    path: `${oneBatch}/cancel`,
    summary: "Cancels what of a batch has not been handed to WeCom.",
    tag: batches,
    status: 200,
    document: `mutation CancelMessageBatch($batch_id: ID!) {
      cancelMessageBatch(input: { batchId: $batch_id }) { messageBatch { ${batch} } }
    }`,
    body: ["cancelMessageBatch", "messageBatch"],
  },
  {
    method: "POST",
    path: `${oneBatch}/retry`,
    summary: "Sends what of a batch failed again, as a new batch.",
    tag: batches,
    status: 202,
    location: oneBatch,
    document: `mutation RetryMessageBatch($batch_id: ID!, $include_unverified: Boolean, $idempotency_key: String!) {
      retryMessageBatch(input: {
        batchId: $batch_id, includeUnverified: $include_unverified, idempotencyKey: $idempotency_key
      }) { messageBatch { ${batch} } }
    }`,
    body: ["retryMessageBatch", "messageBatch"],
  },
  {
    method: "GET",
    path: "/api/v1/message-templates",
    summary: "The templates, newest first, page by page.",
    tag: "Message templates",
    status: 200,
    document: `query ListMessageTemplates($size: Int = 50, $cursor: String) {
      messageTemplates(first: $size, after: $cursor) {
        templates: nodes {
          template_id: id name version approved created_at: createdAt updated_at: updatedAt
        }
        ${pageInfo}
      }
    }`,
    body: ["messageTemplates"],
  },
  {
    method: "POST",
    path: "/api/v1/message-templates",
    summary: "Adds a template, as a draft that somebody has to approve.",
    tag: "Message templates",
    status: 201,
    document: `mutation CreateMessageTemplate($name: String!, $content: MessageContentInput!) {
      createMessageTemplate(input: { name: $name, content: $content }) {
        messageTemplate { template_id: id name version approved created_at: createdAt updated_at: updatedAt }
      }
    }`,
    body: ["createMessageTemplate", "messageTemplate"],
  },
];
