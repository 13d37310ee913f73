/** A mutation of the graph behind one of the cookie face's paths. */
export interface SignInOperation {
  field: string;
  query: string;
}

const tokens = "accessToken accessTokenExpiresAt refreshToken refreshTokenExpiresAt";

// Each variable goes into its place of the input literal: the input types' names are the subgraph's own business.
export const signIn: SignInOperation = {
  field: "signIn",
  query: `mutation SignIn($email: String!, $password: String!, $totpCode: String, $tenantId: ID) {
    signIn(input: { email: $email, password: $password, totpCode: $totpCode, tenantId: $tenantId }) { ${tokens} }
  }`,
};

export const refresh: SignInOperation = {
  field: "refreshSession",
  query: `mutation RefreshSession($refreshToken: String!, $tenantId: ID) {
    refreshSession(input: { refreshToken: $refreshToken, tenantId: $tenantId }) { ${tokens} }
  }`,
};

export const setUp: SignInOperation = {
  field: "setUpFirstAdministrator",
  query: `mutation SetUp($tenantName: String!, $email: String!, $displayName: String!, $password: String!, $timeZone: String) {
    setUpFirstAdministrator(input: {
      tenantName: $tenantName, email: $email, displayName: $displayName, password: $password, timeZone: $timeZone
    }) { ${tokens} }
  }`,
};

export const signOut: SignInOperation = {
  field: "signOut",
  query: "mutation SignOut { signOut { __typename } }",
};
