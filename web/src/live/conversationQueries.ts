import { graphql } from "../gql/gql.ts";

/** What a list shows of a conversation; events bring the same. */
export const conversationRowFragment = graphql(`
  fragment ConversationRow_conversation on Conversation {
    id
    version
    kind
    accountId
    recipient
    name
    avatarUrl
    state
    unread
    kfState
    lastMessageAt
    lastMessage {
      messageId
      direction
      type
      preview
    }
    assignee {
      id
      displayName
    }
  }
`);

export const conversationChanged = graphql(`
  subscription ConversationChanged {
    conversationChanged {
      conversationId
      version
      conversation {
        ...ConversationRow_conversation
      }
    }
  }
`);

export const conversationSummaryQuery = graphql(`
  query ConversationSummary {
    conversationSummary {
      unread
      unreadMine
      unreadUnassigned
      countedUpTo
    }
  }
`);
