import { ApolloLink } from "@apollo/client";
import { PersistedQueryLink } from "@apollo/client/link/persisted-queries";
import type { DocumentNode } from "graphql";

/** By its hash alone, as the build registered it; a gateway that does not know it gets the text as well. */
export function byHash(): ApolloLink {
  return ApolloLink.split(
    ({ query }) => hashOf(query) !== undefined,
    new PersistedQueryLink({ generateHash: (query) => hashOf(query) ?? "" }),
  );
}

/** Put there by scripts/inlineOperations.mjs. */
function hashOf(query: DocumentNode & { __meta__?: { hash: string } }): string | undefined {
  return query.__meta__?.hash;
}
