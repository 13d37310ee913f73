import { graphql } from "../gql/gql.ts";

/** The latest values with a week of each, few points: what a card has room for. */
export const latestVitalsQuery = graphql(`
  query LatestVitals($patientId: ID!) {
    patientVitals(patientId: $patientId) {
      patientId
      latest {
        code
        value
        at
        flags
      }
    }
    vitalSignKinds {
      code
      reference {
        low
        high
      }
    }
  }
`);

export const latestTrendsQuery = graphql(`
  query LatestVitalTrends($patientId: ID!, $codes: [String!]!, $from: DateTime!, $to: DateTime!) {
    vitalSignChart(patientId: $patientId, codes: $codes, from: $from, to: $to, points: 80) {
      series {
        code
        points {
          at
          value
        }
      }
    }
  }
`);
