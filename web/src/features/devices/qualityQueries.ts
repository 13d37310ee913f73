import { graphql } from "../../gql/gql.ts";
import type { Quality_DayFragment } from "../../gql/graphql.ts";

export type QualityDay = Quality_DayFragment;

export const qualityFragment = graphql(`
  fragment Quality_day on HealthDataQuality {
    day
    total
    completeness
    timeliness
    plausibility
    consistency
    expected
    sets
    late
    implausible
    spikes
    flatLines
    clockCorrected
    drifting
  }
`);

export const deviceQualityQuery = graphql(`
  query HealthDeviceQuality($id: ID!) {
    healthDevice(id: $id) {
      id
      quality(days: 30) {
        ...Quality_day
      }
    }
  }
`);

export const patientQualityQuery = graphql(`
  query PatientDataQuality($patientId: ID!) {
    patientDataQuality(patientId: $patientId, days: 30) {
      ...Quality_day
    }
  }
`);
