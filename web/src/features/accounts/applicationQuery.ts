import { graphql } from "../../gql/gql.ts";
import type { AccountApplicationQuery } from "../../gql/graphql.ts";

export const applicationQuery = graphql(`
  query AccountApplication($id: ID!, $login: Boolean!) {
    account(id: $id) {
      id
      version
      wecomName
      allowedActions
      application {
        agentId
        memberLimit
        apiUrl
        secretPending
        callbackVerifiedAt
        lastCallbackAt
        callback @include(if: $login) {
          url
          token
          encodingAesKey
        }
        lastProbe {
          ...Probe_probe
        }
      }
    }
  }
`);

export type ApplicationAccount = NonNullable<AccountApplicationQuery["account"]>;
export type Application = NonNullable<ApplicationAccount["application"]>;
