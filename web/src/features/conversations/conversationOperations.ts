import { graphql } from "../../gql/gql.ts";

export const conversationsQuery = graphql(`
  query Conversations($filter: ConversationFilter, $first: Int, $after: String) {
    conversations(filter: $filter, first: $first, after: $after) {
      nodes {
        ...ConversationRow_conversation
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const conversationQuery = graphql(`
  query Conversation($id: ID!) {
    conversation(id: $id) {
      ...ConversationHead_conversation
    }
  }
`);

export const threadQuery = graphql(`
  query ConversationThread($id: ID!, $first: Int, $after: String) {
    conversation(id: $id) {
      id
      messages(first: $first, after: $after) {
        nodes {
          ...ConversationBubble_message
        }
        pageInfo {
          hasNextPage
          endCursor
        }
      }
    }
  }
`);

export const talkingAccountsQuery = graphql(`
  query TalkingAccounts {
    accounts(first: 200, orderBy: { by: NAME, direction: ASC }) {
      nodes {
        id
        name
        connector
      }
    }
  }
`);

export const colleaguesQuery = graphql(`
  query Colleagues {
    users(first: 200) {
      nodes {
        id
        displayName
      }
    }
  }
`);

export const headFragment = graphql(`
  fragment ConversationHead_conversation on Conversation {
    ...ConversationRow_conversation
    isHeard
    kfServicerId
    window {
      isOpen
      endsAt
      messagesLeft
      messagesMax
    }
    account {
      id
      name
      status
    }
  }
`);

export const bubbleFragment = graphql(`
  fragment ConversationBubble_message on ConversationMessage {
    id
    direction
    at
    type
    text
    content
    status
    recalledAt
    servicerId
    error {
      code
      meaning
      action
      meaningZh
      actionZh
    }
    createdBy {
      id
      displayName
    }
  }
`);

export const sendMutation = graphql(`
  mutation SendConversationMessage($input: SendConversationMessageInput!) {
    sendConversationMessage(input: $input) {
      message {
        ...ConversationBubble_message
      }
      conversation {
        ...ConversationHead_conversation
      }
    }
  }
`);

export const assignMutation = graphql(`
  mutation AssignConversation($input: AssignConversationInput!) {
    assignConversation(input: $input) {
      conversation {
        ...ConversationHead_conversation
      }
    }
  }
`);

export const markReadMutation = graphql(`
  mutation MarkConversationRead($input: MarkConversationReadInput!) {
    markConversationRead(input: $input) {
      conversation {
        ...ConversationRow_conversation
      }
    }
  }
`);

export const closeMutation = graphql(`
  mutation CloseConversation($input: ConversationInput!) {
    closeConversation(input: $input) {
      conversation {
        ...ConversationHead_conversation
      }
    }
  }
`);

export const reopenMutation = graphql(`
  mutation ReopenConversation($input: ConversationInput!) {
    reopenConversation(input: $input) {
      conversation {
        ...ConversationHead_conversation
      }
    }
  }
`);

export const startMutation = graphql(`
  mutation StartConversation($input: StartConversationInput!) {
    startConversation(input: $input) {
      conversation {
        ...ConversationHead_conversation
      }
    }
  }
`);

export const statusSubscription = graphql(`
  subscription ConversationMessageStatus($accountIds: [ID!]) {
    messageStatusChanged(accountIds: $accountIds) {
      changes {
        messageId
        status
      }
    }
  }
`);
