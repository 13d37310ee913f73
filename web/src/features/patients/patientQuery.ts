import { graphql } from "../../gql/gql.ts";
import type { PatientQuery } from "../../gql/graphql.ts";

export const patientQuery = graphql(`
  query Patient($id: ID!) {
    patient(id: $id) {
      id
      recordNumber
      name
      sex
      birthDate
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
      careTeamUserIds
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
