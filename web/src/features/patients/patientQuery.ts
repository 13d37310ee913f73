import { graphql } from "../../gql/gql.ts";
import type { PatientQuery } from "../../gql/graphql.ts";

export const patientQuery = graphql(`
  query Patient($id: ID!, $people: Boolean!) {
    patient(id: $id) {
      id
      recordNumber
      name
      sex
      birthDate
      age
      status
      consent
      consentAt
      groups
      department
      archivedAt
      createdAt
      updatedAt
      version
      lastReadingAt
      news2
      news2Risk
      careTeamUserIds
      clinician {
        id
        displayName @include(if: $people)
      }
      careTeam @include(if: $people) {
        id
        displayName
      }
      customerId
      spo2Scale
      isPregnant
      isSmoker
      hasDiabetes
      hasTreatedHypertension
      hasFamilyHistory
      heightCm
      waistCm
      identity {
        idNumber
        phone
        address
        contacts {
          name
          relation
          phone
        }
      }
      history {
        conditions {
          name
          since
        }
        allergies {
          substance
          reaction
          severity
        }
        medications {
          name
          dosage
        }
        notes
      }
    }
  }
`);

export type PatientData = NonNullable<PatientQuery["patient"]>;
