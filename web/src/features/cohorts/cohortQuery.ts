import { graphql } from "../../gql/gql.ts";
import type { HealthCohortQuery } from "../../gql/graphql.ts";

export type CohortData = HealthCohortQuery["healthCohort"];

/** What is measured, and how its values are written. */
export interface MeasuredIn {
  name: string;
  unit: string;
  format: (value: number | null | undefined) => string;
}

export const cohortQuery = graphql(`
  query HealthCohort($filter: HealthCohortFilter!) {
    healthCohort(filter: $filter) {
      patients
      measured
      readings
      outOfRange
      coverage
      isKeptBack
      computedAt
      distribution {
        p10
        p25
        median
        p75
        p90
        mean
      }
      bins {
        from
        to
        patients
      }
      points {
        startsOn
        patients
        readings
        p10
        median
        p90
        outOfRange
      }
    }
  }
`);

export const groupsQuery = graphql(`
  query CohortGroups {
    patientGroups
  }
`);

export const kindsQuery = graphql(`
  query CohortVitalSigns {
    vitalSignKinds {
      code
      nameZh
      nameEn
      unit
      precision
    }
  }
`);
