import { CombinedGraphQLErrors } from "@apollo/client/errors";
import { graphql } from "../../gql/gql.ts";

export const sharedFileQuery = graphql(`
  query SharedFile($token: String!) {
    sharedFile(token: $token) {
      state
      needsPassword
      name
      bytes
      mediaType
      expiresAt
      downloadsLeft
    }
  }
`);

export const openShareMutation = graphql(`
  mutation OpenFileShare($input: OpenFileShareInput!) {
    openFileShare(input: $input) {
      name
      bytes
      url
    }
  }
`);

/** Why the server refused, as far as a visitor is told. */
export function reasonOf(error: unknown): { reason: string; state: string } {
  const extensions = CombinedGraphQLErrors.is(error) ? error.errors[0]?.extensions : undefined;
  const text = (value: unknown) => (typeof value === "string" ? value : "");
  return { reason: text(extensions?.["reason"]), state: text(extensions?.["state"]) };
}
