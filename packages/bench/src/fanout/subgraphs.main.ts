import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createHandler } from "graphql-http/lib/use/http";
import { useServer } from "graphql-ws/use/ws";
import { WebSocketServer } from "ws";
import { Broadcast } from "@wegraph/gateway/testing/broadcast";
import { subgraphOf } from "@wegraph/gateway/testing/graph";
import type { SubgraphSource } from "@wegraph/gateway/testing/graph";
import { accountsSource, feedSource } from "./feedGraph.ts";
import type { StateChange } from "./feedGraph.ts";
import { answers } from "./child.ts";

/** Both subgraphs in one process, for whatever stands in front of them; who is asked for how many events a second. */

const changes = new Broadcast<{ stateChanged: StateChange }>();
const feed: SubgraphSource = {
  ...feedSource,
  resolvers: {
    Query: { feedIsUp: () => true },
    Subscription: { stateChanged: { subscribe: () => changes.read() } },
  },
};

async function serve(source: SubgraphSource): Promise<string> {
  const { schema } = subgraphOf(source);
  const handle = createHandler({ schema });
  const server = createServer((request, response) => void handle(request, response));
  useServer({ schema }, new WebSocketServer({ server, path: "/graphql" }));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens at a port has such an address
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
}

const urls = { feed: await serve(feed), accounts: await serve(accountsSource) };
let timer: NodeJS.Timeout | undefined;
let seq = 0;

function send(): void {
  seq += 1;
  const id = `0192f000-0000-7000-8000-${String(seq % 1_000).padStart(12, "0")}`;
  const stateChanged = {
    at: performance.timeOrigin + performance.now(),
    seq,
    from: "ONLINE",
    to: "RECOVERING",
  };
  changes.send({ stateChanged: { ...stateChanged, account: { id } } });
}

answers({
  ready: () => urls,
  /** @returns how many events were sent since the last call */
  rate: (perSecond: number) => {
    clearInterval(timer);
    if (perSecond > 0) timer = setInterval(send, 1_000 / perSecond);
    const sent = seq;
    seq = 0;
    return sent;
  },
});
