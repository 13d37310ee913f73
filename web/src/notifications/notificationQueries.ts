import { graphql } from "../gql/gql.ts";

export const notificationFragment = graphql(`
  fragment Notification_item on Notification {
    id
    kind
    severity
    title {
      zh
      en
    }
    body {
      zh
      en
    }
    path
    createdAt
    readAt
  }
`);

export const unreadCountQuery = graphql(`
  query UnreadNotificationCount {
    unreadNotificationCount
  }
`);

export const notificationsQuery = graphql(`
  query Notifications(
    $filter: NotificationFilter
    $first: Int
    $after: String
    $last: Int
    $before: String
    $count: Boolean!
  ) {
    notifications(filter: $filter, first: $first, after: $after, last: $last, before: $before) {
      nodes {
        ...Notification_item
      }
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      totalCount @include(if: $count)
    }
  }
`);

export const markRead = graphql(`
  mutation MarkNotificationsRead($input: MarkNotificationsReadInput!) {
    markNotificationsRead(input: $input) {
      unreadCount
      notifications {
        id
        readAt
      }
    }
  }
`);

export const markAllRead = graphql(`
  mutation MarkAllNotificationsRead($input: MarkAllNotificationsReadInput!) {
    markAllNotificationsRead(input: $input) {
      markedCount
      unreadCount
    }
  }
`);

export const notificationReceived = graphql(`
  subscription NotificationReceived {
    notificationReceived {
      ...Notification_item
    }
  }
`);

export const unreadCountChanged = graphql(`
  subscription UnreadNotificationCountChanged {
    unreadNotificationCountChanged
  }
`);
