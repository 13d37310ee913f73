import { graphql } from "../../gql/gql.ts";
import type { PatientTimelineQuery } from "../../gql/graphql.ts";

export const timelineQuery = graphql(`
  query PatientTimeline(
    $patientId: ID!
    $kinds: [PatientRecordKind!]
    $first: Int!
    $after: String
    $people: Boolean!
  ) {
    patientTimeline(patientId: $patientId, kinds: $kinds, first: $first, after: $after) {
      nodes {
        id
        kind
        occurredAt
        title
        text
        subjectType
        subjectId
        retractedAt
        facts {
          name
          value
        }
        author @include(if: $people) {
          id
          displayName
        }
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

export const addPatientRecord = graphql(`
  mutation AddPatientRecord($input: AddPatientRecordInput!) {
    addPatientRecord(input: $input) {
      record {
        id
      }
    }
  }
`);

export const retractPatientRecord = graphql(`
  mutation RetractPatientRecord($input: RetractPatientRecordInput!) {
    retractPatientRecord(input: $input) {
      record {
        id
        retractedAt
      }
    }
  }
`);

export type RecordData = PatientTimelineQuery["patientTimeline"]["nodes"][number];

export const writtenKinds = ["NOTE", "VISIT", "DIAGNOSIS", "MEDICATION", "ALLERGY", "PROCEDURE"] as const;
/** What a filter offers: many kinds under few words. */
export const kindGroups = {
  written: writtenKinds,
  alerts: ["ALERT_RAISED", "ALERT_RESOLVED"],
  devices: ["DEVICE_BOUND", "DEVICE_UNBOUND"],
  file: ["REGISTERED", "CONSENT", "STATUS", "CARE_TEAM"],
  results: ["CHECKUP_REPORT", "RISK_ASSESSMENT"],
} as const;
