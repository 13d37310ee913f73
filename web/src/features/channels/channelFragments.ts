import { graphql } from "../../gql/gql.ts";

export const channelFragment = graphql(`
  fragment Channel_item on NotificationChannel {
    id
    kind
    name
    language
    severities
    position
    target
    status
    health
    failingSince
    sickSince
    lastSucceededAt
    lastFailedAt
    lastFailure
    lastAnswer
    pausedUntil
    createdAt
    settings {
      name
      isSecret
      value
    }
  }
`);

export const channelKindsQuery = graphql(`
  query NotificationChannelKinds {
    notificationChannelKinds {
      kind
      reach
      severities
      title {
        zh
        en
      }
      fields {
        name
        type
        isSecret
        isRequired
        default
        choices
        title {
          zh
          en
        }
      }
    }
  }
`);

export const deliveryFragment = graphql(`
  fragment Channel_delivery on NotificationDelivery {
    id
    noticeId
    channelKind
    channelName
    kind
    severity
    title
    status
    reason
    attemptCount
    lastFailure
    createdAt
    nextAttemptAt
    finishedAt
    recipient {
      id
      displayName
    }
  }
`);
