import { createServer } from "node:http";
import type { IncomingMessage, Server } from "node:http";
import { once } from "node:events";
import { composeServices } from "@apollo/composition";
import { ApolloServer } from "@apollo/server";
import { startStandaloneServer } from "@apollo/server/standalone";
import { buildSubgraphSchema } from "@apollo/subgraph";
import { GraphQLError, parse } from "graphql";
import { useServer } from "graphql-ws/use/ws";
import { createYoga } from "graphql-yoga";
import { WebSocketServer } from "ws";

/** A subgraph by somebody else's servers. */
export interface ForeignServer {
  url: string;
  sdl: string;
  close(): Promise<void>;
}

const federation = `extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@key"])`;
const names = new Map([
  ["1", "Lamp"],
  ["2", "Chair"],
]);

const productsSdl = `${federation}
  type Query { products: [Product!]!  slow: String!  broken: String  heard: Heard! }
  type Product @key(fields: "id") { id: ID! name: String! }
  type Heard { authorization: String  tenant: String  secret: String }
`;

/** By Apollo Server. */
export async function startProducts(): Promise<
  ForeignServer & { finishSlow(): void; readonly slow: number }
> {
  const waiting: (() => void)[] = [];
  const resolvers = {
    Query: {
      products: () => [...names.keys()].map((id) => ({ id })),
      slow: () => new Promise<string>((resolve) => waiting.push(() => resolve("at last"))),
      broken: () => {
        throw new GraphQLError("The lamp is broken.", { extensions: { code: "LAMP_BROKEN", watts: 60 } });
      },
      heard: (_: unknown, __: unknown, { headers }: IncomingMessage) => ({
        authorization: headers.authorization,
        tenant: headers["x-tenant"],
        secret: headers["x-secret"],
      }),
    },
    Product: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      name: ({ id }: { id: string }) => names.get(id),
    },
  };
  const server = new ApolloServer({
    schema: schemaOf(productsSdl, resolvers),
    includeStacktraceInErrorResponses: false,
  });
  const { url } = await startStandaloneServer(server, {
    listen: { port: 0, host: "127.0.0.1" },
    context: async ({ req }) => req,
  });
  return {
    url,
    sdl: productsSdl,
    finishSlow: () => waiting.splice(0).forEach((finish) => finish()),
    get slow() {
      return waiting.length;
    },
    close: () => server.stop(),
  };
}

const stockSdl = `${federation}
  type Query { stockLevels: [Product!]! }
  type Product @key(fields: "id") { id: ID! inStock: Int! }
  type Subscription { stockChanged: StockChange!  recall: Int }
  type StockChange { by: Int! heard: String product: Product! }
`;

/** By GraphQL Yoga, with subscriptions by graphql-ws at any path. Its streams know no cursors. */
export async function startStock(
  each = 10,
): Promise<
  ForeignServer & { change(productId: string): number; readonly opened: number; readonly open: number }
> {
  const streams = new Set<(change: object) => void>();
  let opened = 0;
  let changes = 0;
  async function* stockChanged(_: unknown, __: unknown, { connectionParams }: { connectionParams?: object }) {
    opened += 1;
    const queue: object[] = [];
    let wake = () => undefined as void;
    const push = (change: object) => (queue.push(change), wake());
    streams.add(push);
    const heard: unknown = connectionParams && Reflect.get(connectionParams, "authorization");
    try {
      for (;;) {
        for (const change of queue.splice(0)) yield { stockChanged: { ...change, heard } };
        if (queue.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      }
    } finally {
      streams.delete(push);
    }
  }
  const schema = schemaOf(stockSdl, {
    Query: { stockLevels: () => [...names.keys()].map((id) => ({ id })) },
    Product: {
      __resolveReference: ({ id }: { id: string }) => ({ id }),
      inStock: ({ id }: { id: string }) => Number(id) * each,
    },
    Subscription: {
      stockChanged: { subscribe: stockChanged },
      recall: {
        subscribe: () => {
          throw new GraphQLError("Nothing is recalled.", { extensions: { code: "NO_RECALL" } });
        },
      },
    },
  });
  const yoga = createYoga({ schema, graphqlEndpoint: "/api", logging: false });
  const server = createServer((request, response) => void yoga(request, response));
  const sockets = new WebSocketServer({ server });
  const disposable = useServer(
    { schema, context: ({ connectionParams }) => ({ connectionParams }) },
    sockets,
  );
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}/api`,
    sdl: stockSdl,
    change(id) {
      changes += 1;
      for (const push of streams) push({ by: changes, product: { id } });
      return changes;
    },
    get opened() {
      return opened;
    },
    get open() {
      return streams.size;
    },
    async close() {
      await disposable.dispose();
      server.closeAllConnections();
      server.close();
    },
  };
}

export function composeShop(
  servers: Record<string, ForeignServer>,
  changed: Record<string, string> = {},
): string {
  const composed = composeServices(
    Object.entries(servers).map(([name, { url, sdl }]) => ({
      name,
      url,
      typeDefs: parse(changed[name] ?? sdl),
    })),
  );
  if (composed.supergraphSdl === undefined) throw new AggregateError(composed.errors ?? []);
  return composed.supergraphSdl;
}

function schemaOf(sdl: string, resolvers: object) {
  type Modules = Parameters<typeof buildSubgraphSchema>[0];
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- its resolver map type knows no plain objects
  return buildSubgraphSchema({ typeDefs: parse(sdl), resolvers } as Modules);
}

async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("It listens at no port.");
  return address.port;
}
