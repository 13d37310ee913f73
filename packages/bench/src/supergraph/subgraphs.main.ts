// The subgraphs of the measurement, one port each. They answer a request that was seen before from memory: what is
// measured stands in front of them. Whoever asks is answered, as the other gateways seal no principal. Who a caller
// is, our gateway asks a subgraph that is served as core is. Queries come by HTTP, or over graphql-transport-ws, as our
// gateway asks its own subgraphs.
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import { subgraphOf } from "@wegraph/gateway/testing/graph";
import type { SubgraphSource } from "@wegraph/gateway/testing/graph";
import { coalesceWrites } from "@wegraph/kit/coalesceWrites";
import { Health } from "@wegraph/kit/health";
import { createLogger } from "@wegraph/kit/log";
import { Metrics } from "@wegraph/kit/metrics";
import { PrincipalSeal } from "@wegraph/kit/principal";
import { deriveKey } from "@wegraph/kit/secrets";
import { serveSubgraph } from "@wegraph/kit/server";
import { execute, parse } from "graphql";
import { WebSocketServer } from "ws";
import { listening } from "./listening.ts";
import { tellReady } from "./ready.ts";
import { identitySource, secret, sources } from "./shopGraph.ts";

interface Asked {
  query: string;
  operationName?: string | null;
  variables?: Record<string, unknown>;
}

function serve(source: SubgraphSource): Promise<number> {
  const { schema } = subgraphOf(source);
  const answers = new Map<string, Buffer>();

  const answer = async (body: string): Promise<Buffer> => {
    const known = answers.get(body);
    if (known) return known;
    const { query, operationName = null, variables = {} } = JSON.parse(body) as Asked;
    const document = parse(query);
    const result = await execute({ schema, document, operationName, variableValues: variables });
    const made = Buffer.from(JSON.stringify(result));
    answers.set(body, made);
    return made;
  };
  const handle = (request: IncomingMessage, response: ServerResponse) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => (body += chunk));
    request.on("end", () => {
      answer(body).then(
        (found) =>
          response
            .writeHead(200, { "content-type": "application/json", "content-length": found.length })
            .end(found),
        (error: unknown) => response.writeHead(400).end(String(error)),
      );
    });
  };
  const server = createServer(handle);
  const sockets = new WebSocketServer({ server, path: "/graphql" });
  sockets.on("connection", (socket, request) => {
    coalesceWrites(request.socket);
    socket.on("message", (data: Buffer) => void converse(data, answer, (text) => socket.send(text)));
  });
  return listening(server);
}

/** An operation, by its id and text, without who asks it under which correlation id. */
const subscribed = /^\{"id":"([^"]+)","type":"subscribe","payload":(\{.*?)(?:,"extensions":.*)?\}\}$/s;

/** As much of graphql-transport-ws as queries need. */
async function converse(
  data: Buffer,
  answer: (body: string) => Promise<Buffer>,
  send: (text: string) => void,
): Promise<void> {
  const text = data.toString("utf8");
  const [, id, payload] = subscribed.exec(text) ?? [];
  if (id !== undefined && payload !== undefined) {
    const found = await answer(`${payload}}`);
    send(`{"id":"${id}","type":"next","payload":${found.toString("utf8")}}`);
    return send(`{"id":"${id}","type":"complete"}`);
  }
  const { type } = JSON.parse(text) as { type: string };
  if (type === "connection_init") send(`{"type":"connection_ack"}`);
  if (type === "ping") send(`{"type":"pong"}`);
}

const ports: Record<string, number> = {};
for (const source of sources) ports[source.name] = await serve(source);
const identity = await serveSubgraph({
  subgraph: subgraphOf(identitySource),
  port: 0,
  seal: new PrincipalSeal(deriveKey(secret, "principal-seal").toString("base64url")),
  log: createLogger("identity", "warn"),
  health: new Health(),
  metrics: new Metrics("identity"),
});
tellReady({ ...ports, identity: identity.port });
