import { graphql } from "../../gql/gql.ts";

export const endpointFragment = graphql(`
  fragment Webhook_endpoint on WebhookEndpoint {
    id
    url
    description
    eventTypes
    accountIds
    headers {
      name
    }
    maxPerSecond
    maxConcurrent
    status
    disabledReason
    disabledAt
    failingSince
    lastSucceededAt
    lastFailedAt
    lastFailure
    pausedUntil
    previousSecretUntil
    createdAt
    health {
      succeeded
      failed
      pending
      skipped
      successRate
    }
    createdBy {
      id
      displayName
    }
  }
`);

export const deliveryFragment = graphql(`
  fragment Webhook_delivery on WebhookDelivery {
    id
    eventId
    eventType
    isTest
    status
    attemptCount
    lastStatusCode
    lastFailure
    lastLatencyMs
    createdAt
    nextAttemptAt
    finishedAt
  }
`);

export const eventTypesQuery = graphql(`
  query WebhookEventTypes {
    webhookEventTypes {
      type
      description
      requires
      isOfAccounts
      example
    }
  }
`);
