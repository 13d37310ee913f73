import { createGraphiQLFetcher } from "@graphiql/toolkit";
import type { Fetcher } from "@graphiql/toolkit";
import { parse } from "graphql";
import type { DocumentNode } from "graphql";
import { createClient } from "graphql-ws";
import type { Session } from "../session/session.ts";

/** Queries by HTTP and subscriptions by WebSocket, both in the name of whoever is signed in. */
export function graphFetcher(session: Session): Fetcher {
  const wsClient = createClient({
    url: `${window.location.protocol === "https:" ? "wss" : "ws"}://${window.location.host}/graphql`,
    connectionParams: async () => ({ authorization: `Bearer ${await session.token()}` }),
  });
  const fetcher = createGraphiQLFetcher({ url: "/graphql", wsClient, fetch: signedFetch(session) });
  // The editor's own reading of a text comes a moment after the text: what was pasted and run at once
  // would go where the text before it belonged.
  return (params, options) => {
    const documentAST = parsed(params.query);
    return fetcher(params, documentAST ? { ...options, documentAST } : options);
  };
}

function parsed(query: string): DocumentNode | null {
  try {
    return parse(query);
  } catch {
    return null; // the server says what is wrong with it
  }
}

/** Whoever writes a header of their own, to try an API key, means that one. */
function signedFetch(session: Session): typeof fetch {
  return async (input, init) => {
    const headers = new Headers(init?.headers);
    if (!headers.has("authorization")) headers.set("authorization", `Bearer ${await session.token()}`);
    return await fetch(input, { ...init, headers, credentials: "omit" });
  };
}

export interface Standing {
  tenant: string;
  user: string;
}

/** In whose name and in which tenant operations run: a mutation here is as real as any. */
export async function standingOf(session: Session): Promise<Standing | null> {
  const response = await signedFetch(session)("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query: "query Standing { viewer { tenant { name } user { displayName } } }" }),
  });
  const answer: unknown = await response.json();
  const [tenant, user] = [
    at(answer, "data", "viewer", "tenant", "name"),
    at(answer, "data", "viewer", "user", "displayName"),
  ];
  return typeof tenant === "string" && typeof user === "string" ? { tenant, user } : null;
}

function at(value: unknown, ...path: string[]): unknown {
  let found = value;
  for (const key of path)
    found = typeof found === "object" && found !== null ? Reflect.get(found, key) : undefined;
  return found;
}
