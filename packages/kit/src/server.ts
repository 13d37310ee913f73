import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Logger } from "pino";
import { v7 } from "uuid";
import { CheckedDocuments } from "./checkedDocuments.ts";
import type { Health } from "./health.ts";
import { LocalSubgraph } from "./localSubgraph.ts";
import type { Metrics } from "./metrics.ts";
import type { PrincipalSeal } from "./principal.ts";
import type { Subgraph } from "./schema.ts";
import { SubgraphHttp } from "./subgraphHttp.ts";
import { serveSockets } from "./subgraphSockets.ts";
import { serveSubgraphFile } from "./subgraphFiles.ts";
import { filePrefix } from "./files.ts";
import type { ServeFile } from "./files.ts";
import type { ReceiveWebhook } from "./webhook.ts";

export interface SubgraphServerOptions {
  subgraph: Subgraph;
  port: number;
  seal: PrincipalSeal;
  log: Logger;
  health: Health;
  metrics: Metrics;
  /** Raw webhooks this domain takes, by path prefix after `/webhooks/`. */
  webhook?: ReceiveWebhook;
  /** Files this domain takes in and gives out, by path after `/files/`. */
  file?: ServeFile;
}

const bodyBytesMax = 1_048_576;

/**
 * A subgraph alone behind its own port: GraphQL over HTTP and graphql-transport-ws, so that any federation router
 * can stand in front of it. It answers nobody without a principal sealed for it: not even introspection.
 */
export async function serveSubgraph(
  options: SubgraphServerOptions,
): Promise<{ port: number; close(): Promise<void> }> {
  const { subgraph, seal, log } = options;
  const local = new LocalSubgraph(subgraph, log);
  const documents = new CheckedDocuments(subgraph.schema);
  const graphql = new SubgraphHttp({ local, documents, seal, log, metrics: options.metrics });
  const underWay = new Set<ServerResponse>();
  const http = createServer((request, response) => {
    underWay.add(response);
    response.once("close", () => underWay.delete(response));
    answer(request, response, options, graphql).catch((err: unknown) => {
      if (request.destroyed && !request.complete) return; // who asked is gone
      log.error({ err }, "subgraph request failed");
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  const streams = serveSockets({ http, local, documents, seal, log, messageBytesMax: bodyBytesMax });

  await new Promise<void>((resolve, reject) => {
    http.once("error", reject);
    http.listen(options.port, resolve);
  });
  const { port } = http.address() as AddressInfo;
  log.info({ port, subgraph: subgraph.name }, "subgraph listens");
  return {
    port,
    async close() {
      await streams.dispose();
      const closed = new Promise((resolve) => http.close(resolve));
      await Promise.all([...underWay].map((response) => once(response, "close")));
      // A connection that was never used does not count as idle, and would be waited for.
      http.closeAllConnections();
      await closed;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  { subgraph, health, metrics, webhook, file, seal, log }: SubgraphServerOptions,
  graphql: SubgraphHttp,
): Promise<void> {
  const { pathname, search } = pathOf(request.url ?? "/");
  if (pathname === "/healthz" || pathname === "/readyz") {
    const report = await health.report();
    return send(response, report.ok ? 200 : 503, report);
  }
  if (pathname === "/metrics")
    return void response
      .setHeader("content-type", metrics.registry.contentType)
      .end(await metrics.registry.metrics());
  const files = `${filePrefix}${subgraph.name}/`;
  const requestId = request.headers["x-request-id"];
  const correlationId = typeof requestId === "string" ? requestId : v7();
  if (file && pathname.startsWith(files))
    return serveSubgraphFile(request, response, file, {
      name: subgraph.name,
      path: pathname.slice(files.length),
      query: new URLSearchParams(search),
      correlationId,
      seal,
      log,
    });

  const body = await readBody(request, bodyBytesMax);
  if (!body) return send(response, 413, { error: "The body is too large." });
  if (pathname === "/graphql") return graphql.handle(request, response, { body, correlationId });

  const prefix = `/webhooks/${subgraph.name}/`;
  if (!webhook || !pathname.startsWith(prefix))
    return send(response, 404, { error: "There is nothing here." });
  const given = await webhook({
    method: request.method ?? "GET",
    path: pathname.slice(prefix.length),
    query: new URLSearchParams(search),
    headers: headersOf(request),
    rawBody: body,
    address: request.socket.remoteAddress ?? "",
    correlationId,
  });
  response.writeHead(given.status, { "content-type": given.contentType ?? "text/plain; charset=utf-8" });
  response.end(given.body);
}

function pathOf(url: string): { pathname: string; search: string } {
  if (url === "/graphql") return { pathname: url, search: "" };
  return new URL(url, "http://subgraph");
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const given = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(", ") : value] as const],
  );
  return Object.fromEntries(given);
}

/** The whole body, or null when it is over the limit. */
async function readBody(request: IncomingMessage, bytesMax: number): Promise<Buffer | null> {
  return await new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size <= bytesMax) chunks.push(chunk);
      else resolve(null);
    });
    request.on("end", () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)));
    request.on("error", reject);
    request.on("close", () => reject(new Error("The request broke off.")));
  });
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}
