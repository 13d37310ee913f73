import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from "@apollo/client";
import { CombinedGraphQLErrors, ServerError } from "@apollo/client/errors";
import { SetContextLink } from "@apollo/client/link/context";
import { ErrorLink } from "@apollo/client/link/error";
import { GraphQLWsLink } from "@apollo/client/link/subscriptions";
import { OperationTypeNode } from "graphql";
import { from, switchMap } from "rxjs";
import type { LiveSocket } from "../live/liveSocket.ts";
import type { Session } from "../session/session.ts";
import { byHash } from "./operationHashes.ts";

declare module "@apollo/client" {
  namespace ApolloClient {
    namespace DeclareDefaultOptions {
      interface WatchQuery {
        errorPolicy: "all";
      }
    }
  }
}

export function createApolloClient(session: Session, socket: LiveSocket): ApolloClient {
  const signed = new SetContextLink(async ({ headers }) => ({
    headers: { ...headers, authorization: `Bearer ${await session.token()}` },
  }));

  // Once only: a token that was just renewed and is refused again will not get better by repeating.
  const renewed = new ErrorLink(({ error, operation, forward }) => {
    if (!isUnauthenticated(error) || operation.getContext()["renewed"] === true) return;
    operation.setContext({ renewed: true });
    return from(session.refresh()).pipe(switchMap(() => forward(operation)));
  });

  return new ApolloClient({
    link: ApolloLink.split(
      ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
      new GraphQLWsLink(socket.asClient),
      ApolloLink.from([renewed, byHash(), signed, new HttpLink({ uri: "/graphql", credentials: "omit" })]),
    ),
    cache: new InMemoryCache({
      typePolicies: {
        // A part of a health score or a login has no identity: it is replaced with its account.
        Account: { fields: { login: { merge: false }, health: { merge: false }, tags: { merge: false } } },
        AccountStatistics: { keyFields: false },
        ScheduledJob: { keyFields: ["name"] },
        Setting: { keyFields: ["key", "scope", "service"] },
        Viewer: { keyFields: [] },
      },
    }),
    // A field the viewer may not see comes back as null with an error at its path; the rest of the
    // page is there all the same. Pages decide with seriousError whether an error is worth a notice.
    defaultOptions: { watchQuery: { errorPolicy: "all" } },
  });
}

function isUnauthenticated(error: unknown): boolean {
  if (CombinedGraphQLErrors.is(error))
    return error.errors.some(({ extensions }) => extensions?.["code"] === "UNAUTHENTICATED");
  return ServerError.is(error) && error.statusCode === 401;
}
