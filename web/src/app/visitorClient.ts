import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { byHash } from "./operationHashes.ts";

/** For a page that asks as nobody in particular. */
export function createVisitorClient(): ApolloClient {
  return new ApolloClient({
    link: ApolloLink.from([byHash(), new HttpLink({ uri: "/graphql", credentials: "omit" })]),
    cache: new InMemoryCache(),
    defaultOptions: { watchQuery: { errorPolicy: "all" } },
  });
}
