import { graphql } from "../../gql/gql.ts";
import type { PatientVitalSignsQuery, VitalSignChartQuery, VitalSignListQuery } from "../../gql/graphql.ts";

/** What holds now, and what values can be: the head of the page, and what a dialog checks against. */
export const patientVitalsQuery = graphql(`
  query PatientVitalSigns($patientId: ID!) {
    patientVitals(patientId: $patientId) {
      patientId
      lastReadingAt
      latest {
        code
        value
        unit
        at
        flags
      }
      news2 {
        score
        risk
        at
        scale
        assumed
        parts {
          parameter
          points
        }
      }
      news2Missing {
        reason
        missing
        stale
      }
    }
    vitalSignKinds {
      code
      possible {
        low
        high
      }
      plausible {
        low
        high
      }
      reference {
        low
        high
      }
    }
  }
`);

export type PatientVitalsData = PatientVitalSignsQuery["patientVitals"];
export type VitalKindData = PatientVitalSignsQuery["vitalSignKinds"][number];

export const vitalChartQuery = graphql(`
  query VitalSignChart(
    $patientId: ID!
    $codes: [String!]!
    $from: DateTime!
    $to: DateTime!
    $points: Int!
    $withBaseline: Boolean!
  ) {
    vitalSignChart(patientId: $patientId, codes: $codes, from: $from, to: $to, points: $points) {
      from
      to
      news2FreshMinutes
      news2 {
        at
        score
        risk
      }
      series {
        code
        total
        isReduced
        lowest
        highest
        reference {
          low
          high
        }
        baseline @include(if: $withBaseline) {
          median
          mad
          count
        }
        points {
          at
          value
          flags
        }
      }
    }
  }
`);

export type VitalChartData = VitalSignChartQuery["vitalSignChart"];
export type VitalSeriesData = VitalChartData["series"][number];

/** Marks on charts: of alerts that a measured value caused. */
export const vitalAlertsQuery = graphql(`
  query VitalSignAlerts($filter: HealthAlertFilter!) {
    healthAlerts(filter: $filter, first: 200) {
      nodes {
        id
        severity
        causedAt
        cause {
          measure
          worst
          worstAt
        }
      }
    }
  }
`);

export const vitalListQuery = graphql(`
  query VitalSignList(
    $patientId: ID!
    $filter: VitalSignFilter!
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    vitalSigns(
      patientId: $patientId
      filter: $filter
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      totalCount
      pageInfo {
        hasNextPage
        hasPreviousPage
        startCursor
        endCursor
      }
      nodes {
        id
        code
        value
        unit
        givenValue
        givenUnit
        measuredAt
        receivedAt
        mealContext
        flags
        source
        retractedAt
        enteredBy {
          id
          displayName
        }
      }
    }
  }
`);

export type VitalRowData = VitalSignListQuery["vitalSigns"]["nodes"][number];

export const vitalSignsSubscription = graphql(`
  subscription VitalSignsLive($patientId: ID!) {
    vitalSigns(patientId: $patientId) {
      isRetraction
      readings {
        code
        value
        measuredAt
        flags
      }
      news2 {
        score
        risk
        at
      }
    }
  }
`);

export const recordVitals = graphql(`
  mutation RecordVitalSigns($input: RecordVitalSignsInput!) {
    recordVitalSigns(input: $input) {
      vitalSigns {
        id
      }
    }
  }
`);

export const retractVital = graphql(`
  mutation RetractVitalSign($input: RetractVitalSignInput!) {
    retractVitalSign(input: $input) {
      vitalSign {
        id
        retractedAt
      }
    }
  }
`);
