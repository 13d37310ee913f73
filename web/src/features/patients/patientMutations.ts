import { graphql } from "../../gql/gql.ts";

export const setPatientConsent = graphql(`
  mutation SetPatientConsent($input: SetPatientConsentInput!) {
    setPatientConsent(input: $input) {
      patient {
        id
        consent
        version
      }
    }
  }
`);

export const setPatientStatus = graphql(`
  mutation SetPatientStatus($input: SetPatientStatusInput!) {
    setPatientStatus(input: $input) {
      patient {
        id
        status
        version
      }
    }
  }
`);

export const changeCareTeam = graphql(`
  mutation ChangePatientCareTeam($input: ChangeCareTeamInput!) {
    changePatientCareTeam(input: $input) {
      patient {
        id
        version
      }
    }
  }
`);

export const archivePatient = graphql(`
  mutation ArchivePatient($input: PatientVersionInput!) {
    archivePatient(input: $input) {
      patient {
        id
        archivedAt
        version
      }
    }
  }
`);

export const restorePatient = graphql(`
  mutation RestorePatient($input: PatientVersionInput!) {
    restorePatient(input: $input) {
      patient {
        id
        archivedAt
        version
      }
    }
  }
`);

export const revealIdentity = graphql(`
  mutation RevealPatientIdentity($input: RevealPatientIdentityInput!) {
    revealPatientIdentity(input: $input) {
      identity {
        name
        idNumber
        phone
        address
        contacts {
          name
          relation
          phone
        }
      }
    }
  }
`);
