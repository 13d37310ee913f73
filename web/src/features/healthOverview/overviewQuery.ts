import { graphql } from "../../gql/gql.ts";

export const healthOverviewQuery = graphql(`
  query HealthOverview(
    $patients: Boolean!
    $vitals: Boolean!
    $alerts: Boolean!
    $devices: Boolean!
    $analysis: Boolean!
  ) {
    healthOverview {
      asOf
      patients @include(if: $patients) {
        active
        consented
        measuredToday
      }
      readings @include(if: $vitals) {
        today
        asOf
      }
      alerts @include(if: $alerts) {
        severity
        open
        unacknowledged
      }
      devices @include(if: $devices) {
        online
        offline
        neverSeen
        lowBattery
      }
      news2 @include(if: $vitals) {
        risk
        patients
      }
      risks @include(if: $analysis) {
        kind
        level
        patients
      }
    }
  }
`);
