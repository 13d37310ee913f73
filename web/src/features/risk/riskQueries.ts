import { graphql } from "../../gql/gql.ts";
import type { Risk_AssessmentFragment } from "../../gql/graphql.ts";

export type RiskData = Risk_AssessmentFragment;

export const assessmentFragment = graphql(`
  fragment Risk_assessment on RiskAssessment {
    id
    kind
    level
    score
    model
    missing
    assessedAt
    factors {
      factor
      value
      text
      unit
      points
      effect
    }
  }
`);

export const risksQuery = graphql(`
  query PatientRisks($patientId: ID!) {
    riskAssessments(patientId: $patientId) {
      ...Risk_assessment
    }
  }
`);

export const historyQuery = graphql(`
  query PatientRiskHistory($patientId: ID!, $kind: RiskKind!, $first: Int) {
    riskHistory(patientId: $patientId, kind: $kind, first: $first) {
      nodes {
        id
        level
        score
        assessedAt
      }
    }
  }
`);

export const assessRisk = graphql(`
  mutation AssessPatientRisk($input: AssessPatientRiskInput!) {
    assessPatientRisk(input: $input) {
      assessments {
        ...Risk_assessment
      }
    }
  }
`);

export const riskAssessed = graphql(`
  subscription RiskAssessed($patientId: ID) {
    riskAssessed(patientId: $patientId) {
      id
      kind
      level
    }
  }
`);
