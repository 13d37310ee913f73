import { compose } from "@wegraph/gateway/testing/graph";
import type { SubgraphSource } from "@wegraph/gateway/testing/graph";
import type { Principal } from "@wegraph/kit/principal";

/** Of the gateway and of the subgraph that knows its callers. */
export const secret = "the secret of a gateway that lives for one measurement";

// Everything about a thing follows from its number: every process that is asked knows the same.

const userCount = 500;
const product = (number: number) => ({
  id: `product-${number}`,
  name: `Product number ${number}`,
  price: (number * 7) % 1_000,
});

const numberOf = (id: string) => Number(id.slice(id.lastIndexOf("-") + 1));

export const sources: readonly SubgraphSource[] = [
  {
    name: "products",
    sdl: `
      type Query { products(from: Int!, first: Int!): [Product!]! }
      type Product @key(fields: "id") { id: ID! name: String! price: Int! }
    `,
    resolvers: {
      Query: {
        products: (_: unknown, { from, first }: { from: number; first: number }) =>
          Array.from({ length: first }, (__, n) => product(from + n)),
      },
      Product: { __resolveReference: ({ id }: { id: string }) => product(numberOf(id)) },
    },
  },
  {
    name: "reviews",
    sdl: `
      type Product @key(fields: "id") { id: ID! reviews(first: Int!): [Review!]! }
      type Review { id: ID! body: String! stars: Int! author: User! }
      type User @key(fields: "id", resolvable: false) { id: ID! }
    `,
    resolvers: {
      Product: {
        __resolveReference: (representation: object) => representation,
        reviews: ({ id }: { id: string }, { first }: { first: number }) =>
          Array.from({ length: first }, (_, n) => ({
            id: `review-${numberOf(id)}-${n}`,
            body: `What is to be said about it, as number ${n}.`,
            stars: (numberOf(id) + n) % 6,
            author: { id: `user-${(numberOf(id) * 7 + n * 13) % userCount}` },
          })),
      },
    },
  },
  {
    name: "users",
    sdl: `type User @key(fields: "id") { id: ID! name: String! city: String! }`,
    resolvers: {
      User: {
        __resolveReference: ({ id }: { id: string }) => ({
          id,
          name: `Person number ${numberOf(id)}`,
          city: `City ${numberOf(id) % 40}`,
        }),
      },
    },
  },
];

/** Who a credential belongs to. Our gateway asks it as it asks core; no other gateway in the measurement asks anyone. */
export const identitySource: SubgraphSource = {
  name: "identity",
  sdl: `
    enum CredentialKind { ACCESS_TOKEN API_KEY }
    input CredentialInput { kind: CredentialKind!, token: String!, address: String! }
    scalar Principal
    scalar IdentityChange
    type Query { _principal(credential: CredentialInput!): Principal }
    type Subscription { _identityChanged: IdentityChange }
  `,
  resolvers: {
    Subscription: { _identityChanged: { subscribe: () => firstChange(), resolve: () => ({}) } },
    Query: {
      _principal: (
        _: unknown,
        { credential }: { credential: { token: string; address: string } },
      ): Principal => ({
        kind: "API_KEY",
        id: `key of ${credential.token}`,
        name: "a program",
        // A tenant for each: a limit that refused would measure refusals.
        tenantId: tenantOf(credential.token),
        isPlatform: false,
        sessionId: null,
        department: null,
        address: credential.address,
        grants: ["account:read", "account:operate", "customer:*", "order:read", "message:send"].map(
          (permission) => ({ permission, scope: "TENANT" as const }),
        ),
        rateLimitPerMinute: 1_000_000,
      }),
    },
  },
};

/** As core does, a stream begins with a change that concerns everyone; then nothing changes. */
async function* firstChange(): AsyncGenerator<object, void, void> {
  yield {};
  await new Promise(() => {});
}

function tenantOf(token: string): string {
  return `01920000-0000-7000-8000-${numberOf(token).toString(16).padStart(12, "0")}`;
}

/** @param urls of the subgraphs, by name */
export function supergraphOf(urls: Readonly<Record<string, string>>): string {
  return Object.entries(urls).reduce(
    (sdl, [name, url]) => sdl.replaceAll(`"http://${name}"`, JSON.stringify(url)),
    compose(sources),
  );
}
