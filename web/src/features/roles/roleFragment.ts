import { graphql } from "../../gql/gql.ts";
import type { DataScope } from "../../gql/graphql.ts";

export const roleFragment = graphql(`
  fragment Role_role on Role {
    id
    key
    name
    description
    builtIn
    dataScope
    permissions
    effectivePermissions
    userCount
    parent {
      id
      key
      name
      builtIn
      effectivePermissions
    }
  }
`);

export const dataScopes: readonly DataScope[] = ["OWN", "BOUND", "DEPARTMENT", "TENANT"];
