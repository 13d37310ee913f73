import { compose } from "@wegraph/gateway/testing/graph";
import type { SubgraphSource } from "@wegraph/gateway/testing/graph";

/** What 10,000 people with the same list open subscribe to: an event of one subgraph with fields of another. */
export const feedOperation =
  "subscription Live { stateChanged { at seq from to account { id name healthScore corp { id name } } } }";

export interface StateChange {
  at: number;
  seq: number;
  from: string;
  to: string;
  account: { id: string };
}

export const feedSource: Omit<SubgraphSource, "resolvers"> = {
  name: "feed",
  sdl: `
    type Query { feedIsUp: Boolean! }
    type Subscription { stateChanged: StateChange! }
    type StateChange { at: Float! seq: Int! from: String! to: String! account: Account! }
    type Account @key(fields: "id") { id: ID! }
  `,
};

export const accountsSource: SubgraphSource = {
  name: "accounts",
  sdl: `
    type Query { accountsAreUp: Boolean! }
    type Account @key(fields: "id") { id: ID! name: String! healthScore: Int! corp: Corp! }
    type Corp { id: ID! name: String! }
  `,
  resolvers: {
    Query: { accountsAreUp: () => true },
    Account: {
      __resolveReference: ({ id }: { id: string }) => ({
        id,
        name: `Account ${id.slice(0, 8)}`,
        healthScore: 87,
        corp: { id: "0192f000-0000-7000-8000-0000000000c0", name: "Harbour Trading Company" },
      }),
    },
  },
};

/** The supergraph with each subgraph where it listens. */
export function feedSupergraph(urls: Readonly<Record<string, string>>): string {
  const sdl = compose([
    { ...feedSource, resolvers: {} },
    { ...accountsSource, resolvers: {} },
  ]);
  return Object.entries(urls).reduce(
    (text, [name, url]) => text.replace(`"http://${name}"`, `"${url}"`),
    sdl,
  );
}
