import { graphql } from "../gql/gql.ts";

export const sessionFragment = graphql(`
  fragment Session_session on Session {
    id
    createdAt
    lastSeenAt
    expiresAt
    address
    userAgent
    device
    current
    endedAt
    endReason
  }
`);

export const endSession = graphql(`
  mutation EndSession($input: EndSessionInput!) {
    endSession(input: $input) {
      session {
        id
        endedAt
        endReason
      }
    }
  }
`);
